import { text } from "../parts.ts";
import type { Article } from "./article.ts";

export const readingSources: Article = {
  id: "reading-sources",
  title: text("Reading a source", "Чтение источника"),
  summary: text(
    "What a run asks of a source: in parts, in increments, gently; what happens when the source changes; another module as a source.",
    "Что запуск просит у источника: частями, приращениями, бережно; что будет, если источник изменится; другой модуль как источник.",
  ),
  sections: [
    {
      id: "parts",
      title: text("In parts, at once", "Частями, одновременно"),
      blocks: [
        {
          kind: "list",
          isOrdered: false,
          items: [
            text(
              "PostgreSQL: a table of 128 MB or more is read in ranges by several connections under one snapshot, up to “Most connections of a run”. Only where the script is columns of one table with a condition; the rows published are the same with any number.",
              "PostgreSQL: таблицу от 128 МБ читают диапазонами несколько соединений под одним снимком, не больше «Предела подключений одного запуска». Только если скрипт — столбцы одной таблицы с условием; результат при любом числе одинаков.",
            ),
            text(
              "MySQL and MariaDB: one connection. They do not export a snapshot, and a lock that would make several connections begin at one moment (FLUSH TABLES WITH READ LOCK) stops every writer. The log of a run says so; set “Longest query” by the largest table.",
              "MySQL и MariaDB: одно соединение. Снимок они не экспортируют, а блокировка, с которой несколько соединений начали бы в один момент (FLUSH TABLES WITH READ LOCK), останавливает всех пишущих. Журнал запуска об этом сообщает; «Предел запроса» выбирайте по самой большой таблице.",
            ),
            text(
              "S3: several objects at once (“Objects fetched at once”), in the order of their keys. HTTP: several tables of one script at once; pages of a table one after another, all within the requests a second.",
              "S3: несколько объектов одновременно («Объектов загружается одновременно»), в порядке ключей. HTTP: несколько таблиц одного скрипта одновременно; страницы таблицы по одной, все в пределе запросов в секунду.",
            ),
          ],
        },
      ],
    },
    {
      id: "gently",
      title: text("Gently", "Бережно"),
      blocks: [
        {
          kind: "list",
          isOrdered: false,
          items: [
            text(
              "“Most rows a second” slows a table down; the source waits and is not buffered here.",
              "«Предел строк в секунду» замедляет чтение таблицы: источник ждёт, ничего не копится.",
            ),
            text(
              "“Most queries running at the server” makes a run wait while the server is busy: it asks again after 15 s, then ever later, for an hour in all. It holds no worker meanwhile, can be cancelled, and its page says when it asks next. Without it the limit is 80 % of the connections that the server allows.",
              "«Предел выполняемых на сервере запросов» заставляет запуск ждать, пока сервер занят: он спрашивает снова через 15 с, затем всё реже, всего час. Исполнителя он при этом не занимает, его можно отменить, а на его странице видно, когда он спросит снова. Без него предел — 80 % разрешённых подключений.",
            ),
            text(
              "A replica is read first, the primary only while the replica does not answer; the log says which.",
              "Сначала читается реплика, основной сервер — только пока она не отвечает; журнал говорит, что читалось.",
            ),
            text(
              "What each run cost the source — queries, rows, bytes, time, the longest query — stands on the run's page, the source's page and in the version's provenance.",
              "Во что обошёлся запуск источнику — запросы, строки, байты, время, самый долгий запрос — видно на странице запуска, на странице источника и в происхождении версии.",
            ),
          ],
        },
      ],
    },
    {
      id: "increments",
      title: text("In increments", "Приращениями"),
      blocks: [
        {
          kind: "text",
          text: text(
            "With a cursor column (when a row was last changed, or a number that only grows) a run reads the rows since the version before and adds that version's published rows. The version is complete all the same, and has the bytes that reading everything would give.",
            "Со столбцом-курсором (когда строка менялась или растущее число) запуск читает строки, появившиеся после прошлой версии, и добавляет её опубликованные строки. Версия всё равно полная, с теми же байтами, что при полном чтении.",
          ),
        },
        {
          kind: "list",
          isOrdered: false,
          items: [
            text(
              "Allowed only where every rule looks at one row; the editor says what stands in the way.",
              "Разрешено, только если каждое правило смотрит на одну строку; редактор говорит, что мешает.",
            ),
            text(
              "Everything is read where the document, a key or the version before could make another result: the log says why.",
              "Всё читается целиком, если документ, ключ или прошлая версия могли бы изменить результат: журнал говорит почему.",
            ),
            text(
              "A row gets its moment or number before it is committed. Those that come late are read within the overlap — 5 minutes of a moment, 1 day of a date and nothing of a number unless you say otherwise — and later than that never: choose it longer than your longest transaction.",
              "Строка получает момент или номер раньше, чем фиксируется. Опоздавшие читаются в пределах перекрытия — 5 минут момента, 1 день даты и ничего для числа, если не задано иное, — а позже него никогда: задайте его больше самой долгой транзакции.",
            ),
            text(
              "Rows deleted at the source are not seen: run without the cursor now and then.",
              "Удаления в источнике не видны: время от времени запускайте без курсора.",
            ),
            text(
              "On the command line, etlx run --out DIR goes on from the version in DIR. How far it has read lies there sealed under your key; another key reads everything.",
              "В командной строке etlx run --out DIR продолжает с версии в DIR. Отметка лежит там же, зашифрованная вашим ключом; с другим ключом всё читается заново.",
            ),
          ],
        },
      ],
    },
    {
      id: "drift",
      title: text("When a source changes", "Если источник изменился"),
      blocks: [
        {
          kind: "text",
          text: text(
            "Whenever a source is looked at, its tables, columns and types are compared with what the modules expect. What is missing or of another type stands at its place in the editor and on the source's page.",
            "При каждом обращении к источнику его таблицы, столбцы и типы сверяются с ожиданиями модулей. Недостающее или изменившее тип видно на своём месте в редакторе и на странице источника.",
          ),
        },
        {
          kind: "text",
          text: text(
            "A run checks every SQL script before it reads the first row. A dropped column or a type that does not fit ends it there, with table and column, and publishes nothing; a new column never leaves until the document names it.",
            "Запуск проверяет каждый скрипт на SQL до чтения первой строки. Удалённый столбец или неподходящий тип завершают его на этом месте, с таблицей и столбцом, и ничего не публикуется; новый столбец не выйдет наружу, пока документ его не назовёт.",
          ),
        },
        {
          kind: "text",
          text: text(
            "Of a table with a transformation, the extracted columns that its scripts or columns name are compared with those of the version before. What a script in Python returns is looked at once it is there: a missing column ends the run, another type is told in the log, and each value is cast by itself.",
            "У таблицы с преобразованием извлечённые столбцы, которые называют её скрипты или колонки, сверяются с прошлой версией. Результат скрипта на Python проверяется, когда он получен: недостающий столбец завершает запуск, о другом типе сообщает журнал, а каждое значение приводится отдельно.",
          ),
        },
      ],
    },
    {
      id: "modules",
      title: text("Another module as a source", "Другой модуль как источник"),
      blocks: [
        {
          kind: "code",
          label: text("Copy the source", "Скопировать источник"),
          code: '{ "name": "visits", "ref": "module:clinic-visits@latest" }\n',
        },
        {
          kind: "list",
          isOrdered: false,
          items: [
            text(
              "@3 is that version for ever; @latest is the newest one that is not withdrawn, looked up once at the start and recorded.",
              "@3 — всегда эта версия; @latest — новейшая неотозванная, выбирается один раз при старте и записывается.",
            ),
            text(
              "Columns bring their privacy class and technique along; a class cannot be declared weaker.",
              "Столбцы приносят с собой класс и способ защиты; объявить класс слабее нельзя.",
            ),
            text(
              "k-anonymity and the other models were measured on the version's own table. A selection or a join of it is another table: ask for the model again, else the editor warns.",
              "k-анонимность и другие модели измерены на таблице самой версии. Её выборка или соединение — уже другая таблица: потребуйте модель снова, иначе редактор предупредит.",
            ),
            text(
              "Withdrawing a version marks those that were made from it.",
              "Отзыв версии помечает сделанные из неё.",
            ),
          ],
        },
      ],
    },
  ],
};
