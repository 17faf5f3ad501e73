import type { Text } from "./text.ts";

/**
 * Who has to act on an error; it decides the exit code of the command line and the HTTP status.
 * `data` the data or the rules refuse (exit 1), `usage` the request is wrong (2), `outside` a source or a store failed (3).
 */
export type ErrorKind =
  | "data"
  | "usage"
  | "outside"
  | "access"
  | "conflict"
  | "missing"
  | "internal"
  | "cancelled";

export interface ErrorCode {
  readonly kind: ErrorKind;
  /** Whether the same attempt may succeed later without anybody changing anything. */
  readonly transient?: boolean;
  readonly message: Text;
}

/** Every error the product can show. `{places}` are filled from the error's parameters, which never hold raw data or secrets. */
export const errorCodes = {
  // requests
  "request-invalid": {
    kind: "usage",
    message: { en: "The request is not valid: {detail}", ru: "Запрос неверен: {detail}" },
  },
  "not-signed-in": { kind: "access", message: { en: "Sign in first.", ru: "Сначала войдите." } },
  "permission-missing": {
    kind: "access",
    message: {
      en: "Your role may not do this ({permission}). An administrator can grant it.",
      ru: "Ваша роль не позволяет этого ({permission}). Право может дать администратор.",
    },
  },
  "not-found": {
    kind: "missing",
    message: { en: "There is no {what} named {name}.", ru: "Не найдено: {what} {name}." },
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
  // people
  "own-account": {
    kind: "access",
    message: {
      en: "You cannot change your own role or disable yourself. Another administrator can.",
      ru: "Нельзя сменить свою роль или отключить себя. Это может другой администратор.",
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
  "version-withdrawn": {
    kind: "missing",
    message: {
      en: "Version {version} was withdrawn: {reason}. Its metadata stays.",
      ru: "Версия {version} отозвана: {reason}. Метаданные сохранены.",
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
  // the document
  "document-invalid": {
    kind: "data",
    message: {
      en: "The document has {count} problems; the first is at {path}: {detail}",
      ru: "Ошибок в документе: {count}; первая в {path}: {detail}",
    },
  },
  // approval
  "approval-missing": {
    kind: "conflict",
    message: {
      en: "This revision is not approved. A database administrator who did not edit it must approve it before it can be published.",
      ru: "Ревизия не одобрена. До публикации её должен одобрить администратор баз данных, который её не редактировал.",
    },
  },
  "approval-stale": {
    kind: "conflict",
    message: {
      en: "What was approved has changed since: {detail}. Ask for a new approval.",
      ru: "Одобренное с тех пор изменилось: {detail}. Запросите одобрение снова.",
    },
  },
  "approval-by-editor": {
    kind: "access",
    message: {
      en: "You edited this module since its last approval, so somebody else must approve it.",
      ru: "Вы редактировали модуль после последнего одобрения, поэтому одобрить его должен кто-то другой.",
    },
  },
  "approval-impersonated": {
    kind: "access",
    message: {
      en: "A sign-in on behalf of somebody else cannot approve.",
      ru: "Вход от имени другого человека не даёт права одобрять.",
    },
  },
  // sources
  "source-unreachable": {
    kind: "outside",
    transient: true,
    message: {
      en: "The source {source} cannot be reached: {detail}. Check the host, the port and the network.",
      ru: "Источник {source} недоступен: {detail}. Проверьте адрес, порт и сеть.",
    },
  },
  "source-refused-login": {
    kind: "outside",
    message: {
      en: "The source {source} refused the user name or password.",
      ru: "Источник {source} не принял имя пользователя или пароль.",
    },
  },
  "source-permission": {
    kind: "outside",
    message: {
      en: "The source {source} does not allow reading {what}. Run its GRANT script as an owner.",
      ru: "Источник {source} не разрешает читать {what}. Выполните скрипт GRANT от имени владельца.",
    },
  },
  "source-missing-relation": {
    kind: "outside",
    message: {
      en: "Table {table}: the source {source} has no {what}.",
      ru: "Таблица {table}: в источнике {source} нет {what}.",
    },
  },
  "source-query-failed": {
    kind: "outside",
    message: {
      en: "Table {table}: the source {source} rejected the extraction script (code {detail}).",
      ru: "Таблица {table}: источник {source} отклонил скрипт извлечения (код {detail}).",
    },
  },
  "source-timeout": {
    kind: "outside",
    transient: true,
    message: {
      en: "Table {table}: the source {source} did not answer within its time limit.",
      ru: "Таблица {table}: источник {source} не ответил за отведённое время.",
    },
  },
  "source-is-our-database": {
    kind: "usage",
    message: {
      en: "This is the product's own database; it cannot be a source.",
      ru: "Это собственная база данных продукта; она не может быть источником.",
    },
  },
  "source-script-refused": {
    kind: "data",
    message: {
      en: "Table {table}: the extraction script must be one statement that reads: {detail}",
      ru: "Таблица {table}: скрипт извлечения должен быть одним читающим запросом: {detail}",
    },
  },
  "source-binding-missing": {
    kind: "usage",
    message: {
      en: "The document reads the source {source}, which was not given.",
      ru: "Документ читает источник {source}, который не задан.",
    },
  },
  "file-missing": {
    kind: "outside",
    message: { en: "The file {file} does not exist.", ru: "Файл {file} не существует." },
  },
  "file-unreadable": {
    kind: "data",
    message: {
      en: "The file {file} cannot be read as {format}: {detail}",
      ru: "Файл {file} не читается как {format}: {detail}",
    },
  },
  "file-line-invalid": {
    kind: "data",
    message: {
      en: "The file {file}, line {line}: {detail}",
      ru: "Файл {file}, строка {line}: {detail}",
    },
  },
  "host-unknown": {
    kind: "outside",
    transient: true,
    message: {
      en: "The host {host} is not known. Check its name.",
      ru: "Хост {host} не найден. Проверьте имя.",
    },
  },
  "address-refused": {
    kind: "usage",
    message: {
      en: "Connections to {host} are not allowed. An administrator can allow private hosts; a cloud's metadata address never is.",
      ru: "Подключение к {host} запрещено. Внутренний хост может разрешить администратор; адреса метаданных облака запрещены всегда.",
    },
  },
  "source-address-invalid": {
    kind: "usage",
    message: {
      en: "The address of the source is not valid; expected {detail}",
      ru: "Неверный адрес источника; ожидается {detail}",
    },
  },
  "source-kind-unknown": {
    kind: "usage",
    message: { en: "There is no kind of source {kind}.", ru: "Нет вида источника {kind}." },
  },
  "source-database-missing": {
    kind: "outside",
    message: {
      en: "The source {source} has no such database. Check its name.",
      ru: "В источнике {source} нет такой базы данных. Проверьте имя.",
    },
  },
  "source-busy": {
    kind: "outside",
    transient: true,
    message: {
      en: "The source {source} takes no more connections now.",
      ru: "Источник {source} сейчас не принимает новых подключений.",
    },
  },
  "source-locked": {
    kind: "outside",
    transient: true,
    message: {
      en: "Table {table}: another session holds a lock in the source {source}, and the lock timeout passed.",
      ru: "Таблица {table}: в источнике {source} её блокирует другая сессия, время ожидания истекло.",
    },
  },
  "source-interrupted": {
    kind: "outside",
    transient: true,
    message: {
      en: "Table {table}: the source {source} ended the connection.",
      ru: "Таблица {table}: источник {source} закрыл соединение.",
    },
  },
  "source-column-repeated": {
    kind: "data",
    message: {
      en: "Table {table}: the script returns two columns named {column}. Name them apart with AS.",
      ru: "Таблица {table}: скрипт возвращает две колонки с именем {column}. Дайте им разные имена через AS.",
    },
  },
  "file-outside-roots": {
    kind: "access",
    message: {
      en: "The file {file} is in no folder that an administrator allowed.",
      ru: "Файл {file} не лежит ни в одной разрешённой администратором папке.",
    },
  },
  "file-empty": {
    kind: "data",
    message: { en: "The file {file} is empty.", ru: "Файл {file} пуст." },
  },
  "file-binary": {
    kind: "data",
    message: {
      en: "The file {file} is binary, not text (line {line}).",
      ru: "Файл {file} двоичный, а не текстовый (строка {line}).",
    },
  },
  "file-ragged": {
    kind: "data",
    message: {
      en: "The file {file}, line {line}: {expected} columns expected, {found} found.",
      ru: "Файл {file}, строка {line}: ожидалось колонок: {expected}, найдено: {found}.",
    },
  },
  "file-quote-open": {
    kind: "data",
    message: {
      en: "The file {file}, line {line}: a quote is not closed, or text follows a closing quote.",
      ru: "Файл {file}, строка {line}: кавычка не закрыта, или за закрывающей кавычкой идёт текст.",
    },
  },
  "file-encoding-invalid": {
    kind: "data",
    message: {
      en: "The file {file}, line {line}: not valid {encoding}. Choose the file's encoding.",
      ru: "Файл {file}, строка {line}: не соответствует кодировке {encoding}. Укажите кодировку файла.",
    },
  },
  "file-cell-too-large": {
    kind: "data",
    message: {
      en: "The file {file}, line {line}: longer than the limit of {limit}.",
      ru: "Файл {file}, строка {line}: длиннее предела {limit}.",
    },
  },
  "file-expands": {
    kind: "data",
    message: {
      en: "The file {file} unpacks to more than the limit of {limit}.",
      ru: "Файл {file} распаковывается больше предела {limit}.",
    },
  },
  "file-archive-broken": {
    kind: "data",
    message: {
      en: "The file {file} is not valid {format}: it is cut off or damaged.",
      ru: "Файл {file} не является правильным {format}: обрезан или повреждён.",
    },
  },
  "file-changed": {
    kind: "outside",
    transient: true,
    message: {
      en: "The file {file} changed while it was read. Run again when it is complete.",
      ru: "Файл {file} изменился во время чтения. Повторите, когда он будет записан полностью.",
    },
  },
  "sandbox-failed": {
    kind: "internal",
    message: {
      en: "The process that reads data for {task} ended unexpectedly ({detail}).",
      ru: "Процесс, читающий данные для {task}, неожиданно завершился ({detail}).",
    },
  },
  "sandbox-limit": {
    kind: "data",
    message: {
      en: "{task} needs more {resource} than allowed ({limit}).",
      ru: "{task}: превышен лимит, {resource} ({limit}).",
    },
  },
  "extraction-incomplete": {
    kind: "outside",
    message: {
      en: "Table {table}: the source sent {sent} rows and {read} arrived. A cell of more than 16 MB cannot be read; leave it out in the extraction script.",
      ru: "Таблица {table}: источник отправил {sent} строк, получено {read}. Ячейки больше 16 МБ не читаются: исключите их в скрипте извлечения.",
    },
  },
  // scripts
  "script-refused": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script is not allowed: {detail}",
      ru: "Таблица {table}: скрипт этапа {stage} не допускается: {detail}",
    },
  },
  "script-failed": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script failed with {detail} at line {line}.",
      ru: "Таблица {table}: скрипт этапа {stage} завершился ошибкой {detail} в строке {line}.",
    },
  },
  "script-limit": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script used more {resource} than allowed ({limit}).",
      ru: "Таблица {table}: скрипт этапа {stage} превысил лимит: {resource} ({limit}).",
    },
  },
  // data
  "column-missing": {
    kind: "data",
    message: {
      en: "Table {table}: the column {column} reads {from}, which the data does not have. It has: {available}",
      ru: "Таблица {table}: колонка {column} читает {from}, но в данных её нет. Есть: {available}",
    },
  },
  "rule-failed": {
    kind: "data",
    message: {
      en: "Table {table}, column {column}: {count} rows violate {rule}, and the document says to fail.",
      ru: "Таблица {table}, колонка {column}: строк, нарушающих {rule}: {count}; по документу это ошибка.",
    },
  },
  "key-failed": {
    kind: "data",
    message: {
      en: "Table {table}: {count} rows have a key ({column}) that is null or not unique, and the document says to fail.",
      ru: "Таблица {table}: строк с пустым или повторным ключом ({column}): {count}; по документу это ошибка.",
    },
  },
  "orphans-failed": {
    kind: "data",
    message: {
      en: "Table {table}: {count} rows point by {column} to no row of {parent}, and the document says to fail.",
      ru: "Таблица {table}: строк, ссылающихся по {column} на отсутствующие строки {parent}: {count}; по документу это ошибка.",
    },
  },
  "too-many-rejected": {
    kind: "data",
    message: {
      en: "Table {table}: {rejected} of {transformed} rows were rejected, more than the limit of {limit} %.",
      ru: "Таблица {table}: отклонено {rejected} из {transformed} строк, больше предела в {limit} %.",
    },
  },
  "privacy-unmet": {
    kind: "data",
    message: {
      en: "Table {table}: {model} needs {suppressed} of {transformed} rows suppressed, more than the limit of {limit} %. Generalize the quasi-identifiers further, or allow more.",
      ru: "Таблица {table}: для {model} нужно удалить {suppressed} из {transformed} строк, больше предела в {limit} %. Обобщите квазиидентификаторы сильнее или увеличьте предел.",
    },
  },
  "rule-needs-key": {
    kind: "data",
    message: {
      en: "Table {table}, column {column}: the rule {rule} needs a declared key.",
      ru: "Таблица {table}, колонка {column}: правилу {rule} нужен объявленный ключ.",
    },
  },
  // stores
  "store-failed": {
    kind: "outside",
    transient: true,
    message: {
      en: "The store {store} failed: {detail}",
      ru: "Ошибка хранилища {store}: {detail}",
    },
  },
  "store-refused": {
    kind: "outside",
    message: {
      en: "The store {store} refused to write: {detail}. Check its permissions and free space.",
      ru: "Хранилище {store} отказало в записи: {detail}. Проверьте права и свободное место.",
    },
  },
  "disk-full": {
    kind: "outside",
    transient: true,
    message: {
      en: "No space is left in {folder}. Free some, then retry: nothing was published.",
      ru: "В {folder} закончилось место. Освободите его и повторите: ничего не опубликовано.",
    },
  },
  "folder-read-only": {
    kind: "usage",
    message: {
      en: "The folder {folder} cannot be written. Choose another, or change its permissions.",
      ru: "В папку {folder} нельзя писать. Выберите другую или измените права.",
    },
  },
  // settings
  "setting-invalid": {
    kind: "usage",
    message: {
      en: "The setting {setting} is not valid: {detail}.",
      ru: "Настройка {setting} неверна: {detail}.",
    },
  },
  "setting-missing": {
    kind: "usage",
    message: {
      en: "The setting {setting} is not set. `npm start` sets it; elsewhere export it first.",
      ru: "Не задана настройка {setting}. Её задаёт `npm start`; в остальных случаях укажите её сами.",
    },
  },
  // keys
  "key-missing": {
    kind: "usage",
    message: {
      en: "The key {file} is missing, but data encrypted with it exists. Put the key back; a new one could not read it.",
      ru: "Нет ключа {file}, но есть зашифрованные им данные. Верните ключ: новый не сможет их прочитать.",
    },
  },
  "key-invalid": {
    kind: "usage",
    message: {
      en: "The key in {file} is not a key of this product.",
      ru: "В {file} нет ключа этого продукта.",
    },
  },
  "key-wrong": {
    kind: "usage",
    message: {
      en: "The key in {file} is not the one this database's data was encrypted with. Put the right key back.",
      ru: "Ключ в {file} не тот, которым зашифрованы данные этой базы. Верните правильный ключ.",
    },
  },
  "key-exists": {
    kind: "usage",
    message: {
      en: "There is a file at {file} already; a key never overwrites one.",
      ru: "Файл {file} уже существует; ключ никогда не записывается поверх.",
    },
  },
  "ciphertext-invalid": {
    kind: "internal",
    message: {
      en: "What is kept encrypted ({what}) cannot be read: it was changed, or sealed with another key.",
      ru: "Зашифрованное ({what}) не читается: оно изменено или закрыто другим ключом.",
    },
  },
  // runs
  "run-cancelled": { kind: "cancelled", message: { en: "The run was cancelled.", ru: "Запуск отменён." } },
  "run-lease-lost": {
    kind: "conflict",
    message: {
      en: "Another worker took this run over.",
      ru: "Запуск перешёл к другому исполнителю.",
    },
  },
  "store-binding-missing": {
    kind: "usage",
    message: {
      en: "The document uploads to the store {store}, which does not exist or is archived.",
      ru: "Документ выгружает в хранилище {store}, которого нет или которое в архиве.",
    },
  },
  "record-incomplete": {
    kind: "internal",
    transient: true,
    message: {
      en: "Table {table}: its published file is missing from the record. Try again.",
      ru: "Таблица {table}: её опубликованного файла нет в записи. Повторите.",
    },
  },
  "version-conflict": {
    kind: "conflict",
    transient: true,
    message: {
      en: "Another run published a version of this module meanwhile.",
      ru: "Тем временем другой запуск опубликовал версию этого модуля.",
    },
  },
  "run-gave-up": {
    kind: "internal",
    message: {
      en: "The run's worker ended {attempts} times without a reason. Look at the worker's log and memory, then start again.",
      ru: "Исполнитель запуска завершился без причины {attempts} раз. Проверьте его журнал и память и запустите снова.",
    },
  },
  "database-unreachable": {
    kind: "outside",
    transient: true,
    message: {
      en: "The database of the product cannot be reached at {address}. Start it, or correct DATABASE_URL.",
      ru: "База данных продукта недоступна по адресу {address}. Запустите её или исправьте DATABASE_URL.",
    },
  },
  "engine-failed": {
    kind: "internal",
    message: {
      en: "Table {table}: the engine failed in stage {stage} ({detail}).",
      ru: "Таблица {table}: сбой движка на этапе {stage} ({detail}).",
    },
  },
  "engine-memory": {
    kind: "outside",
    message: {
      en: "Table {table}: stage {stage} needs more memory than the limit of {limit}.",
      ru: "Таблица {table}: этапу {stage} не хватает памяти ({limit}).",
    },
  },
  internal: {
    kind: "internal",
    message: {
      en: "Something failed inside the product. Its log has the reference {reference}.",
      ru: "Внутренний сбой. Ссылка в журнале: {reference}.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;

export type ErrorCodeId = keyof typeof errorCodes;
