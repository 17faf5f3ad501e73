import type { Text } from "#lib/kernel";

const text = (en: string, ru: string): Text => ({ en, ru });

/** What each key of the document is for, as the text editor shows it. */
export const keyTexts: Readonly<Record<string, Text>> = {
  "@context": text(
    "The meaning of the keys as linked data; written on export.",
    "Смысл ключей как связанных данных; пишется при выгрузке.",
  ),
  "@type": text("Always DataModule.", "Всегда DataModule."),
  format: text("The format of the document.", "Формат документа."),
  name: text("A name, unique among its neighbours.", "Имя, единственное среди соседей."),
  title: text("A title for people; changes no run.", "Заголовок для людей; на запуск не влияет."),
  description: text("What it is, for people; changes no run.", "Описание для людей; на запуск не влияет."),
  license: text("The address of the licence.", "Адрес лицензии."),
  keywords: text("Words to find the module by.", "Слова для поиска модуля."),
  sources: text("The data sources the module reads.", "Источники данных, которые читает модуль."),
  ref: text("The name of a data source of the workspace.", "Имя источника данных в рабочем пространстве."),
  timeZone: text(
    "The zone of timestamps without one, as Europe/Moscow.",
    "Пояс для меток времени без пояса, например Europe/Moscow.",
  ),
  policy: text(
    "Laws and standards that decide which rules each class may have, beside the workspace's own policy.",
    "Законы и стандарты, решающие, какие правила допустимы для класса, помимо политики рабочего пространства.",
  ),
  profiles: text("hipaa-safe-harbor, gdpr or 152-fz.", "hipaa-safe-harbor, gdpr или 152-fz."),
  parameters: text(
    "Values that a run takes from whoever starts it; scripts read them as $name.",
    "Значения, которые запуск получает от того, кто его начал; скрипты читают их как $name.",
  ),
  required: text(
    "Whether a run needs a value; otherwise it is null where there is no default.",
    "Нужно ли значение для запуска; иначе без значения по умолчанию оно null.",
  ),
  choices: text("What a choice may be.", "Варианты выбора."),
  person: text("Whom the privacy models protect.", "Кого защищают модели приватности."),
  tables: text("The tables of the module.", "Таблицы модуля."),
  table: text("The name of a table of the module.", "Имя таблицы модуля."),
  publish: text(
    "Whether the table is published; otherwise it only feeds others.",
    "Публикуется ли таблица; иначе она лишь нужна другим.",
  ),
  extraction: text("How rows are read from a source.", "Как строки читаются из источника."),
  incremental: text(
    "Only rows that came or changed since the version before are read.",
    "Читаются только строки, появившиеся или изменённые после прошлой версии.",
  ),
  cursor: text(
    "The column that says when a row last changed.",
    "Столбец, по которому видно, когда строка менялась.",
  ),
  overlap: text(
    "How far before the last cursor rows are read again: seconds of a moment (300 unless said), days of a date (1), units of a number (0).",
    "Насколько раньше последнего курсора строки читаются снова: секунды момента (по умолчанию 300), дни даты (1), единицы числа (0).",
  ),
  transformation: text(
    "How rows are brought into one form, over the module's tables.",
    "Как строки приводятся к одному виду, по таблицам модуля.",
  ),
  upload: text("Where versions are kept besides the record.", "Где хранятся версии, кроме основной записи."),
  language: text("The language of the script.", "Язык скрипта."),
  source: text("The name of a source under `sources`.", "Имя источника из `sources`."),
  script: text(
    "The script: one SELECT, a function in Python, or under `upload` what writes the tables and answers how they are read back.",
    "Скрипт: один SELECT, функция на Python или, в `upload`, то, что записывает таблицы и возвращает, как их прочитать.",
  ),
  store: text("The store that the upload script writes to.", "Хранилище, в которое пишет скрипт выгрузки."),
  cleanUp: text(
    "SQL that takes back what the script of a failed run wrote outside the run's own name.",
    "SQL, который убирает то, что скрипт неудавшегося запуска записал вне имени этого запуска.",
  ),
  columns: text("Columns, by name and in order.", "Колонки: имена и порядок."),
  column: text("The name of a column.", "Имя колонки."),
  from: text(
    "The transformed column it reads, when its name differs.",
    "Преобразованная колонка, если имя другое.",
  ),
  datatype: text(
    "string, integer, decimal(p,s), float, boolean, date, time, timestamp, timestamp(tz), uuid, json or binary; of a parameter: date, string, integer, decimal, boolean or choice.",
    "string, integer, decimal(p,s), float, boolean, date, time, timestamp, timestamp(tz), uuid, json или binary; у параметра: date, string, integer, decimal, boolean или choice.",
  ),
  normalize: text(
    "Rules that change the form of a value, in order.",
    "Правила, меняющие форму значения, по порядку.",
  ),
  onCastFailure: text(
    "What happens to a value that is none of the type.",
    "Что делать со значением не того типа.",
  ),
  default: text(
    "The constant for the policy “default”; of a parameter, what it is unless a value is given (a date may be a day such as yesterday).",
    "Константа для «default»; у параметра — значение, если другое не задано (дата может быть днём, например yesterday).",
  ),
  nulls: text("What happens to missing values.", "Что делать с пустыми значениями."),
  tokens: text("Texts that mean “missing”.", "Тексты, означающие «пусто»."),
  checks: text("What a value must fulfil.", "Чему должно удовлетворять значение."),
  onViolation: text(
    "What happens to a value that violates the check.",
    "Что делать со значением, нарушающим проверку.",
  ),
  privacyClass: text("How the column relates to a person.", "Как колонка связана с человеком."),
  anonymize: text(
    "How the column is anonymized; a key has its strategy instead.",
    "Как колонка анонимизируется; у ключа вместо этого стратегия.",
  ),
  rule: text("The id of a rule.", "Идентификатор правила."),
  disabled: text(
    "A step that stays in its place and does nothing.",
    "Шаг, который остаётся на месте и ничего не делает.",
  ),
  with: text("The parameters of the rule.", "Параметры правила."),
  primaryKey: text("The columns that identify a row.", "Колонки, определяющие строку."),
  strategy: text(
    "How the key is published; foreign keys follow it.",
    "Как публикуется ключ; внешние ключи следуют за ним.",
  ),
  onDuplicate: text("What happens to rows of one key.", "Что делать со строками одного ключа."),
  winner: text(
    "The row that stays: the first or the last by `order`; reject and fail keep none.",
    "Какая строка остаётся: первая или последняя по `order`; reject и fail не оставляют.",
  ),
  order: text(
    "Transformed columns that decide which row is first.",
    "Преобразованные колонки, решающие, какая строка первая.",
  ),
  onNull: text("What happens to rows without a key.", "Что делать со строками без ключа."),
  foreignKeys: text("References to keys of other tables.", "Ссылки на ключи других таблиц."),
  references: text("The key that is referenced.", "Ключ, на который ссылаются."),
  onOrphan: text("What happens to rows whose parent is not there.", "Что делать со строками без родителя."),
  when: text(
    "The rows that use the key: those in which a column has a value.",
    "Строки, к которым относится ключ: те, где у колонки заданное значение.",
  ),
  equals: text("The value of the column.", "Значение колонки."),
  deduplicate: text(
    "Which of the rows that agree in some columns stays.",
    "Какая из строк, одинаковых в заданных колонках, остаётся.",
  ),
  packages: text(
    "Packages of the registry that Python scripts use beside those that are always there.",
    "Пакеты реестра, нужные скриптам на Python помимо тех, что есть всегда.",
  ),
  version: text(
    "The version of the package; the newest unless said.",
    "Версия пакета; новейшая, если не указана.",
  ),
  packageLock: text(
    "What the packages came to, by content; written by the editor and etlx lock.",
    "Во что сложились пакеты, по содержимому; пишут редактор и etlx lock.",
  ),
  at: text("When they were locked.", "Когда зафиксированы."),
  python: text("The version of Python they are for.", "Для какой версии Python."),
  platform: text("The platform they are for.", "Для какой платформы."),
  sha256: text("SHA-256 of the wheel.", "SHA-256 файла wheel."),
  patterns: text(
    "What columns take by their names, where they do not say it themselves.",
    "Что колонки берут по имени, если не задают сами.",
  ),
  match: text(
    "Names of columns: * stands for any characters, ? for one.",
    "Имена колонок: * — любые знаки, ? — один знак.",
  ),
  privacy: text("Privacy models of the table.", "Модели приватности таблицы."),
  kAnonymity: text(
    "Least size of a class of equal quasi-identifiers.",
    "Наименьший размер класса с равными квазиидентификаторами.",
  ),
  kMap: text(
    "Least number of persons of the population in each class.",
    "Наименьшее число людей из генеральной совокупности в каждом классе.",
  ),
  k: text("The least number.", "Наименьшее число."),
  population: text(
    "A table of the module that lists the population, with the same quasi-identifiers.",
    "Таблица модуля со всей генеральной совокупностью и теми же квазиидентификаторами.",
  ),
  lDiversity: text(
    "Diversity of a sensitive column in each class.",
    "Разнообразие чувствительной колонки в каждом классе.",
  ),
  l: text("How many values, or effective values.", "Сколько значений (или эффективных значений)."),
  kind: text("distinct, entropy or recursive.", "distinct, entropy или recursive."),
  c: text("The factor of recursive (c, l)-diversity.", "Множитель рекурсивного (c, l)-разнообразия."),
  tCloseness: text(
    "How near each class is to the whole table in a sensitive column.",
    "Насколько каждый класс близок ко всей таблице по чувствительной колонке.",
  ),
  t: text("The greatest distance, 0 to 1.", "Наибольшее расстояние, от 0 до 1."),
  distance: text(
    "equal: any two values are as far apart; ordered: by their order.",
    "equal: любые два значения одинаково далеки; ordered: по их порядку.",
  ),
  deltaDisclosure: text(
    "How much more or less frequent a sensitive value may be in a class than in the table.",
    "Насколько чаще или реже значение может встречаться в классе, чем в таблице.",
  ),
  delta: text(
    "The greatest absolute logarithm (base 2) of the ratio.",
    "Наибольший модуль логарифма (по основанию 2) отношения.",
  ),
  loss: text("What the search makes as small as it can.", "Что поиск делает как можно меньше."),
  search: text(
    "optimal: one level a column, the best there is. multidimensional: levels of its own for every class, which keeps more where classes differ; labels of several levels then stand in one column. multidimensional-relaxed: as before, but rows that fit no finer label may stay under the coarser one, so labels may overlap.",
    "optimal: один уровень на колонку, лучший из всех. multidimensional: у каждого класса свои уровни, поэтому остаётся больше там, где классы различаются; в одной колонке тогда стоят метки разных уровней. multidimensional-relaxed: то же, но строки, которым не подошла более точная метка, могут остаться под общей, и метки могут перекрываться.",
  ),
  timeBudget: text("Seconds the search may take.", "Сколько секунд может идти поиск."),
  hierarchies: text(
    "How values become coarser, level by level.",
    "Как значения огрубляются, уровень за уровнем.",
  ),
  hierarchy: text(
    "The hierarchy of a quasi-identifier; Protect chooses the level unless it is given.",
    "Иерархия квазиидентификатора; уровень выбирает этап Protect, если он не задан.",
  ),
  level: text(
    "The level that is published; 0 is the value itself.",
    "Публикуемый уровень; 0 — само значение.",
  ),
  weight: text("How much a loss in this column counts.", "Сколько весит потеря в этой колонке."),
  suppressionLimit: text(
    "Share of rows that may be suppressed, 0 to 1.",
    "Доля строк, которые можно удалить, от 0 до 1.",
  ),
  limits: text("When a run fails.", "Когда запуск считается неудачным."),
  maxGrowth: text(
    "How many times the rows that its script gets it may make of them, 10 unless given; a publication of more is refused.",
    "Во сколько раз больше строк, чем получил, может сделать скрипт, по умолчанию 10; публикация большего отклоняется.",
  ),
  maxRejected: text(
    "Share of rows that may be rejected, 0 to 1.",
    "Доля строк, которые можно отклонить, от 0 до 1.",
  ),
  stores: text("Names of stores that get a copy.", "Имена хранилищ, которые получают копию."),
  fileFormat: text("The format of files.", "Формат файлов."),
  ui: text("Positions on the canvas; changes no run.", "Позиции на холсте; на запуск не влияет."),
};
