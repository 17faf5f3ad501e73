import type { ErrorCode } from "../error-code.ts";

/** Sources and the files and connections behind them. */
export const sourceErrors = {
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
  "source-failing": {
    kind: "outside",
    transient: true,
    message: {
      en: "Table {table}: the source {source} failed by itself (code {detail}).",
      ru: "Таблица {table}: сбой самого источника {source} (код {detail}).",
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
      en: "The document reads the source {source}, which is not here. Add it, or choose an environment that says what the name means; on the command line, give it with --source.",
      ru: "Документ читает источник {source}, которого здесь нет. Добавьте его или выберите окружение, в котором задано, что значит это имя; в командной строке укажите его через --source.",
    },
  },
  "file-missing": {
    kind: "outside",
    // It may be delivered later.
    transient: true,
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
    awaited: true,
    message: {
      en: "The source {source} takes no more connections now.",
      ru: "Источник {source} сейчас не принимает новых подключений.",
    },
  },
  "source-overloaded": {
    kind: "outside",
    transient: true,
    awaited: true,
    message: {
      en: "The source {source} runs {active} queries now; a run starts when it runs fewer than {limit}.",
      ru: "Источник {source} сейчас выполняет запросов: {active}; запуск начнётся, когда их станет меньше {limit}.",
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
  "source-table-changed": {
    kind: "outside",
    transient: true,
    message: {
      en: "Table {table}: the source {source} changed its columns while it was being read. The next attempt reads them as they are then.",
      ru: "Таблица {table}: источник {source} изменил её столбцы во время чтения. Следующая попытка прочтёт их такими, какими они станут.",
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
  "cursor-unusable": {
    kind: "data",
    message: {
      en: "Table {table}: {column} ({type}) cannot be a cursor. It must be a column of the script, of the type integer, date or timestamp.",
      ru: "Таблица {table}: {column} ({type}) не может быть курсором. Нужен столбец скрипта типа integer, date или timestamp.",
    },
  },
  "source-type-changed": {
    kind: "data",
    message: {
      en: "Table {table}: the source's column {column} is {now} now, it was {was}, and the document casts {casts}. Nothing was read. Change the document, and have it approved, or the source.",
      ru: "Таблица {table}: столбец источника {column} теперь {now}, был {was}, а документ приводит к {casts}. Ничего не прочитано. Измените документ и одобрите его либо измените источник.",
    },
  },
  "source-type-unknown": {
    kind: "data",
    message: {
      en: "Table {table}: column {column} has a type of the source {source} that is not known (number {type}). Cast it in the extraction script.",
      ru: "Таблица {table}: у столбца {column} неизвестный тип источника {source} (номер {type}). Приведите его в скрипте извлечения.",
    },
  },
  "source-column-repeated": {
    kind: "data",
    message: {
      en: "Table {table}: the script returns two columns named {column}. Name them apart with AS.",
      ru: "Таблица {table}: скрипт возвращает две колонки с именем {column}. Дайте им разные имена через AS.",
    },
  },
  "source-connections-spent": {
    kind: "usage",
    message: {
      en: "Table {table} has to be read again, and the source {source} allows no further connection. Allow it at least two, or cast NaN, infinity and years BC to text in the script.",
      ru: "Таблицу {table} нужно прочитать заново, а источник {source} не допускает ещё одного подключения. Разрешите ему не меньше двух или приведите NaN, бесконечность и годы до н. э. к тексту в скрипте.",
    },
  },
  "file-outside-roots": {
    kind: "access",
    message: {
      en: "The file {file} is in no folder that an administrator allowed.",
      ru: "Файл {file} не лежит ни в одной разрешённой администратором папке.",
    },
  },
  "file-sheet-missing": {
    kind: "data",
    message: {
      en: "The workbook {file} has no sheet {sheet}. It has: {sheets}",
      ru: "В книге {file} нет листа {sheet}. В ней есть: {sheets}",
    },
  },
  "file-pattern-unreadable": {
    kind: "outside",
    message: {
      en: "The pattern {file}: {place} cannot be read ({detail}), so files may be missing. Let the product read it, or narrow the pattern.",
      ru: "Шаблон {file}: {place} не читается ({detail}), поэтому может не хватать файлов. Дайте продукту право на чтение или сузьте шаблон.",
    },
  },
  "files-too-many": {
    kind: "data",
    message: {
      en: "The pattern {file} means more than {limit} files. Narrow it.",
      ru: "Под шаблон {file} подходит больше {limit} файлов. Сузьте его.",
    },
  },
  "source-too-large": {
    kind: "data",
    message: {
      en: "The source {source} would send {bytes} bytes, more than the limit of {limit}. Narrow its patterns, or raise the limit where it is one of its settings; a look at its tables fetches 256 MB at most.",
      ru: "Источник {source} передал бы {bytes} байт, больше предела {limit}. Сузьте шаблоны или поднимите предел, если он есть среди настроек; для просмотра таблиц загружается не больше 256 МБ.",
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
  "objects-repeat": {
    kind: "outside",
    message: {
      en: "The server of {source} lists the same objects again and again, so nobody can tell which there are. Its administrator has to repair the listing (ListObjectsV2).",
      ru: "Сервер {source} перечисляет одни и те же объекты снова и снова, и узнать, какие есть, нельзя. Его администратор должен исправить список (ListObjectsV2).",
    },
  },
  "database-unfinished": {
    kind: "outside",
    transient: true,
    message: {
      en: "The database {file} is in the middle of a write. Read it again when its program has finished, or let that program open it once.",
      ru: "База данных {file} находится в середине записи. Повторите, когда её программа закончит, или откройте базу в этой программе один раз.",
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
} as const satisfies Readonly<Record<string, ErrorCode>>;
