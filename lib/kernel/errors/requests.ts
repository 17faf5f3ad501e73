import type { ErrorCode } from "../error-code.ts";

/** Requests and people: who asks, and whether they may. */
export const requestErrors = {
  "request-invalid": {
    kind: "usage",
    message: { en: "The request is not valid: {detail}", ru: "Запрос неверен: {detail}" },
  },
  "request-aborted": {
    kind: "cancelled",
    message: {
      en: "The request ended before it had come whole.",
      ru: "Запрос прервался, не дойдя до конца.",
    },
  },
  "not-signed-in": { kind: "access", message: { en: "Sign in first.", ru: "Сначала войдите." } },
  "permission-missing": {
    kind: "access",
    message: {
      en: "Your role may not do this ({permission}). An administrator can grant it.",
      ru: "Ваша роль не позволяет этого ({permission}). Право может дать администратор.",
    },
  },
  "raw-impersonated": {
    kind: "access",
    message: {
      en: "A sign-in on behalf of somebody else sees no raw data.",
      ru: "Вход от имени другого человека не даёт видеть исходные данные.",
    },
  },
  "no-answer": {
    kind: "outside",
    message: {
      en: "ETL-Express does not answer: the network is down, or its server is stopped. Try again when it is back.",
      ru: "ETL-Express не отвечает: нет сети или сервер остановлен. Повторите, когда связь восстановится.",
    },
  },
  "not-found": {
    kind: "missing",
    message: { en: "There is no {what} named {name}.", ru: "Не найдено: {what} {name}." },
  },
  "preview-raw": {
    kind: "access",
    message: {
      en: "This stage shows raw values, which your role may not see. Look at Anonymize or Protect.",
      ru: "На этом этапе видны исходные значения, а ваша роль не позволяет их видеть. Выберите этап обезличивания или защиты.",
    },
  },
  "preview-sample-raw": {
    kind: "access",
    message: {
      en: "This sample picks rows by their raw values, which your role may not see. Take the first rows or random ones.",
      ru: "Эта выборка отбирает строки по исходным значениям, а ваша роль не позволяет их видеть. Возьмите первые или случайные строки.",
    },
  },
  "preview-no-key": {
    kind: "usage",
    message: {
      en: "Rows of {table} cannot be found by key. Its key has these columns, each to be given: {columns}",
      ru: "Строки таблицы {table} нельзя найти по ключу. Колонки ключа, для каждой нужно значение: {columns}",
    },
  },
  "name-taken": {
    kind: "conflict",
    message: { en: "The name {name} is taken.", ru: "Имя {name} уже занято." },
  },
  "draft-stale": {
    kind: "conflict",
    message: {
      en: "Somebody saved this draft after you opened it. Reload, or keep yours as a copy.",
      ru: "Черновик был сохранён после того, как вы его открыли. Обновите страницу или сохраните свою копию.",
    },
  },
  "checkpoint-missing": {
    kind: "missing",
    message: {
      en: "This checkpoint of {module} is no longer there: a module keeps its newest {most}.",
      ru: "Этой контрольной точки модуля {module} больше нет: хранятся последние {most}.",
    },
  },
  "own-account": {
    kind: "access",
    message: {
      en: "You cannot change your own role or disable yourself. Another administrator can.",
      ru: "Нельзя сменить свою роль или отключить себя. Это может другой администратор.",
    },
  },
  "rate-limited": {
    kind: "access",
    message: {
      en: "That was done {most} times within {minutes} minutes, the most there may be. Wait a while.",
      ru: "Это уже сделано {most} раз за {minutes} минут, больше нельзя. Подождите.",
    },
  },
  "key-active": {
    kind: "conflict",
    message: {
      en: "This key of {domain} is in use. Rotate it first, then destroy the retired one.",
      ru: "Этот ключ домена {domain} используется. Сначала смените его, затем уничтожьте выведенный.",
    },
  },
  "domain-not-shared": {
    kind: "usage",
    message: {
      en: "{domain} belongs to one module. Shared domains have names without a slash, such as person.phone.",
      ru: "{domain} принадлежит одному модулю. Имена общих доменов не содержат косой черты, например person.phone.",
    },
  },
  "rule-irreversible": {
    kind: "usage",
    message: {
      en: "There is no way back from what {table}.{column} publishes. Only a reversible rule has one.",
      ru: "Исходные значения {table}.{column} восстановить нельзя. Это возможно только для обратимых правил.",
    },
  },
  "set-up-refused": {
    kind: "access",
    message: {
      en: "Set-up is possible only on the computer the server runs on, or with the set-up token it printed.",
      ru: "Настройка возможна только на компьютере, где работает сервер, или с напечатанным им кодом настройки.",
    },
  },
  "set-up-done": {
    kind: "conflict",
    message: {
      en: "This installation has its administrator already. Sign in.",
      ru: "У этой установки уже есть администратор. Войдите.",
    },
  },
  "origin-refused": {
    kind: "access",
    message: {
      en: "This request came from another site. Open the product at its own address.",
      ru: "Запрос пришёл с другого сайта. Откройте продукт по его собственному адресу.",
    },
  },
  "version-incomplete": {
    kind: "internal",
    message: {
      en: "The file of the table {table} of {version} is not in the record as it was published. Restore the record from a backup, or read another version.",
      ru: "Файл таблицы {table} версии {version} в записи не такой, каким был опубликован. Восстановите запись из резервной копии или читайте другую версию.",
    },
  },
  "version-withdrawn": {
    kind: "missing",
    message: {
      en: "Version {version} was withdrawn: {reason}. Its metadata stays.",
      ru: "Версия {version} отозвана: {reason}. Метаданные сохранены.",
    },
  },
  "version-files-removed": {
    kind: "missing",
    message: {
      en: "The files of version {version} were removed by retention on {date}. Its metadata stays.",
      ru: "Файлы версии {version} удалены {date} по сроку хранения. Метаданные сохранены.",
    },
  },
  "move-pointless": {
    kind: "usage",
    message: {
      en: "Versions are moved from one store to another one; {store} is both, or both write into one place.",
      ru: "Версии переносят из одного хранилища в другое, а {store} указано дважды, или оба пишут в одно место.",
    },
  },
  "store-place-taken": {
    kind: "conflict",
    message: {
      en: "The store {store} writes there already. Give this one a place of its own: another folder, database, or bucket and prefix, not inside of the other.",
      ru: "Туда уже пишет хранилище {store}. Укажите отдельное место: другую папку, базу данных или бакет с префиксом, не внутри первого.",
    },
  },
  "move-held-by-script": {
    kind: "conflict",
    message: {
      en: "The store {store} holds {version} already: the module's upload script put it there. Move other modules, or leave it where it is.",
      ru: "В хранилище {store} уже есть {version}: её записал туда скрипт выгрузки модуля. Перенесите другие модули или оставьте её на месте.",
    },
  },
  "move-at-work": {
    kind: "conflict",
    message: {
      en: "Versions are being moved from or to {store} already. Wait until that has ended, or stop it.",
      ru: "Версии уже переносятся из {store} или в него. Дождитесь окончания или остановите перенос.",
    },
  },
  "run-finished": {
    kind: "conflict",
    message: {
      en: "This run is {state}; nothing can be changed about it any more.",
      ru: "Этот запуск уже завершён ({state}); изменить его нельзя.",
    },
  },
  "not-covered-unacknowledged": {
    kind: "usage",
    message: {
      en: "Acknowledge all {count} points that the privacy models do not cover before approving.",
      ru: "Перед одобрением подтвердите все пункты, не покрытые моделями приватности: {count}.",
    },
  },
  "store-kind-unknown": {
    kind: "usage",
    message: { en: "There is no kind of store {kind}.", ru: "Нет вида хранилища {kind}." },
  },
  "config-invalid": {
    kind: "usage",
    message: { en: "The field {field} is not valid.", ru: "Неверное поле: {field}." },
  },
  "secret-needed": {
    kind: "usage",
    message: {
      en: "Enter {field} again: the connection would go elsewhere, and kept secrets go only where they went before.",
      ru: "Введите {field} снова: подключение ведёт в другое место, а сохранённые секреты отправляются только туда, куда и раньше.",
    },
  },
  "upload-too-large": {
    kind: "usage",
    message: { en: "The file is larger than {limit} bytes.", ru: "Файл больше {limit} байт." },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
