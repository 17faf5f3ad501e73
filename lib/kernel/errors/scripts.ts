import type { ErrorCode } from "../error-code.ts";

/** Users' scripts and the processes they run in. */
export const scriptErrors = {
  "script-refused": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script is not allowed: {detail}",
      ru: "Таблица {table}: скрипт этапа «{stage}» не допускается: {detailRu}",
    },
  },
  "script-failed": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script failed with {detail} at line {line}.",
      ru: "Таблица {table}: скрипт этапа «{stage}» завершился ошибкой {detail} в строке {line}.",
    },
  },
  "script-limit": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script used more {resource} than allowed ({limit}).",
      ru: "Таблица {table}: скрипт этапа «{stage}» превысил лимит: {resource} ({limit}).",
    },
  },
  "upload-store-unsuitable": {
    kind: "usage",
    message: {
      en: "The upload script cannot write to the store {store}: {en}",
      ru: "Скрипт выгрузки не может писать в хранилище {store}: {ru}",
    },
  },
  "upload-script-refused": {
    kind: "data",
    message: {
      en: "What the upload script did or returned is not allowed: {en} Nothing was published.",
      ru: "То, что сделал или вернул скрипт выгрузки, не допускается: {ru} Ничего не опубликовано.",
    },
  },
  "upload-script-failed": {
    kind: "data",
    message: {
      en: "The upload script failed in the store {store} with {detail} at line {line}. Nothing was published.",
      ru: "Скрипт выгрузки завершился в хранилище {store} ошибкой {detail} в строке {line}. Ничего не опубликовано.",
    },
  },
  "upload-read-back-failed": {
    kind: "data",
    message: {
      en: "Table {table}: the script that the upload script returned cannot be read with the reading role of {store}: {detail} Nothing was published.",
      ru: "Таблица {table}: скрипт, возвращённый скриптом выгрузки, не читается ролью для чтения хранилища {store}: {detail} Ничего не опубликовано.",
    },
  },
  "upload-differs": {
    kind: "data",
    message: {
      en: "Table {table}: what is read back from {store} is not what was to be published: {en} Nothing was published.",
      ru: "Таблица {table}: прочитанное из {store} отличается от того, что должно быть опубликовано: {ru} Ничего не опубликовано.",
    },
  },
  "python-missing": {
    kind: "usage",
    message: {
      en: "Python scripts need Python 3.11 or later with venv and pip on this machine ({detail} failed). Install it, or let the script be SQL.",
      ru: "Скриптам на Python нужен Python 3.11 или новее с venv и pip на этой машине (не удалось: {detail}). Установите его или напишите скрипт на SQL.",
    },
  },
  "python-libraries-missing": {
    kind: "usage",
    message: {
      en: "The libraries that every script in Python has could not be installed: where pip looks for them there is no {name} for this Python. Check pip's configuration (index-url) and the version of Python on this machine, then try again.",
      ru: "Не удалось установить библиотеки, которые есть у каждого скрипта на Python: там, где их ищет pip, нет {name} для этого Python. Проверьте настройку pip (index-url) и версию Python на этой машине и повторите.",
    },
  },
  "python-preparing": {
    kind: "conflict",
    transient: true,
    message: {
      en: "Python is being made ready on this machine, since {since}: {en}. It can take a minute or two; the same request works when it is done.",
      ru: "На этой машине готовится Python, с {since}: {ru}. Это может занять минуту-две; после этого запрос выполнится.",
    },
  },
  "python-sandbox-missing": {
    kind: "usage",
    message: {
      en: "Python scripts run only in a sandbox, and this machine has none. Install bubblewrap (the package bubblewrap, Linux) where the worker runs, or have an administrator allow Python without a sandbox (Python, in the administration).",
      ru: "Скрипты на Python выполняются только в песочнице, а на этой машине её нет. Установите bubblewrap (пакет bubblewrap, Linux) там, где работает исполнитель, или попросите администратора разрешить Python без песочницы (раздел «Python» администрирования).",
    },
  },
  "package-missing": {
    kind: "usage",
    message: {
      en: "The registry has no package {name}. Check its spelling, or take it out of the module's packages.",
      ru: "В реестре нет пакета {name}. Проверьте написание или уберите его из пакетов модуля.",
    },
  },
  "package-version-missing": {
    kind: "usage",
    message: {
      en: "The package {name} has no version {version}. It has {versions} and others; choose one of them, or none for the newest.",
      ru: "У пакета {name} нет версии {version}. Есть {versions} и другие; выберите одну из них или не указывайте версию, чтобы взять новейшую.",
    },
  },
  "package-without-wheel": {
    kind: "usage",
    message: {
      en: "The package {name} has no ready-made wheel for this Python and platform. Packages are not built here, for building runs their code outside of the sandbox: choose another version or another package.",
      ru: "У пакета {name} нет готового wheel для этого Python и этой платформы. Сборка здесь не выполняется: она запускает код пакета вне песочницы. Выберите другую версию или другой пакет.",
    },
  },
  "packages-conflict": {
    kind: "usage",
    message: {
      en: "These packages do not go together, or not with those that every script has: {detail}. Choose other versions, or leave versions out.",
      ru: "Эти пакеты несовместимы между собой или с теми, что есть у каждого скрипта: {detail}. Выберите другие версии или не указывайте их.",
    },
  },
  "package-always-there": {
    kind: "usage",
    message: {
      en: "Every script has {name} already: take it out of the module's packages.",
      ru: "{name} есть у каждого скрипта: уберите его из пакетов модуля.",
    },
  },
  "package-registry-unreachable": {
    kind: "usage",
    transient: true,
    message: {
      en: "The package registry does not answer. Check the network and pip's configuration (index-url, proxy) of this machine, then try again.",
      ru: "Реестр пакетов не отвечает. Проверьте сеть и настройку pip (index-url, прокси) на этой машине и повторите.",
    },
  },
  "packages-failed": {
    kind: "usage",
    message: {
      en: "pip could not find out or install the packages, for a reason that is not known here. Check pip and its configuration on this machine (pip download says there what is wrong), or choose other versions.",
      ru: "pip не смог подобрать или установить пакеты по причине, которая здесь неизвестна. Проверьте pip и его настройку на этой машине (там причину назовёт pip download) или выберите другие версии.",
    },
  },
  "package-changed": {
    kind: "usage",
    message: {
      en: "A package is not the one that was locked: its content has another hash. Lock the packages again and have the change reviewed.",
      ru: "Пакет не тот, что был зафиксирован: у его содержимого другой хеш. Зафиксируйте пакеты заново и отправьте изменение на проверку.",
    },
  },
  "package-not-allowed": {
    kind: "usage",
    message: {
      en: "The package {name} is not on the list of packages that the administrator allows. Ask for it, or take it out.",
      ru: "Пакета {name} нет в списке, разрешённом администратором. Попросите добавить его или уберите из модуля.",
    },
  },
  "packages-unlocked": {
    kind: "usage",
    message: {
      en: "The packages of module {module} are not locked, or the lock is of others. Lock them in the editor (Module, Packages), or by etlx lock.",
      ru: "Пакеты модуля {module} не зафиксированы, или фиксация сделана для других. Зафиксируйте их в редакторе (Модуль, Пакеты) или командой etlx lock.",
    },
  },
  "lock-of-other-python": {
    kind: "usage",
    message: {
      en: "The packages were locked for {locked}; this machine has {here}. Run the module where that Python is, or lock the packages here again.",
      ru: "Пакеты зафиксированы для {locked}, а на этой машине {here}. Запустите модуль там, где есть этот Python, или зафиксируйте пакеты здесь заново.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
