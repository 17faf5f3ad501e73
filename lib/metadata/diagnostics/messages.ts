import type { Diagnostic } from "#lib/contracts";
import { fillText, type Text } from "#lib/kernel";

type Severity = Diagnostic["severity"];
interface Message {
  readonly severity: Severity;
  /** Only says that something is not there yet: a warning while a draft is edited. */
  readonly unfinished?: boolean;
  readonly text: Text;
}
const error = (en: string, ru: string): Message => ({ severity: "error", text: { en, ru } });
const unfinished = (en: string, ru: string): Message => ({ ...error(en, ru), unfinished: true });
const warning = (en: string, ru: string): Message => ({ severity: "warning", text: { en, ru } });

/** Every diagnostic of a document. Places are filled with names, never with a value of the data. */
export const diagnosticMessages = {
  "unknown-key": error("There is no key {key} here.{hint}", "Здесь нет ключа {key}.{hint}"),
  "key-required": unfinished("{key} is missing.", "Не хватает: {key}."),
  "value-invalid": error(
    "{key}: not what is expected here ({expected}).",
    "{key}: ожидается другое ({expected}).",
  ),
  "document-not-object": error("A module document is a JSON object.", "Документ модуля — это объект JSON."),
  "format-unsupported": error(
    "This document has a format that this version of the product does not read; it reads {format}.",
    "Формат документа не читается этой версией продукта; она читает {format}.",
  ),
  "drift-table-missing": warning(
    "The source had no table {at} when it was last looked at.{hint}",
    "Когда источник смотрели в последний раз, таблицы {at} в нём не было.{hint}",
  ),
  "drift-column-missing": warning(
    "The source's table {at} had no column {column} when it was last looked at.",
    "Когда источник смотрели в последний раз, столбца {column} в его таблице {at} не было.",
  ),
  "drift-type-changed": warning(
    "The source's column {at}.{column} is {now} now, it was {was}{cast}.",
    "Столбец источника {at}.{column} теперь {now}, был {was}{cast}.",
  ),
  "drift-type-unfit": warning(
    "The source's column {at}.{column} is {now} now, it was {was}{cast}: not every value may be one of it.",
    "Столбец источника {at}.{column} теперь {now}, был {was}{cast}: не каждое значение может подойти.",
  ),
  "drift-column-new": warning(
    "The source's table {at} has new columns: {columns}. The document does not name them, so they never leave.",
    "В таблице источника {at} новые столбцы: {columns}. Документ их не называет, и наружу они не выходят.",
  ),
  "drift-key-lost": warning(
    "{columns} was the primary key of the source's table {at} and is no more: rows may repeat.",
    "{columns} был первичным ключом таблицы источника {at} и больше не ключ: строки могут повторяться.",
  ),
  "incremental-script": error(
    "Increments need one SELECT of one table's columns, without functions, grouping or an order.",
    "Для приращений нужен один SELECT столбцов одной таблицы, без функций, группировки и порядка.",
  ),
  "incremental-condition": error(
    "A row that stops meeting the condition would stay as it was: leave WHERE out, and let a check of the table reject such rows.",
    "Строка, которая перестала подходить под условие, осталась бы прежней: уберите WHERE и отклоняйте такие строки проверкой таблицы.",
  ),
  "incremental-module": error(
    "A version of another module is made anew each time: it is read whole.",
    "Версия другого модуля каждый раз создаётся заново: она читается целиком.",
  ),
  "incremental-transformation": error(
    "A transformation may look at several rows: read the table whole, or take the transformation out.",
    "Преобразование может смотреть на несколько строк: читайте таблицу целиком или уберите его.",
  ),
  "incremental-unpublished": error(
    "Only a published table has rows of an earlier version to go on from.",
    "Строки прошлой версии, от которых можно продолжить, есть только у публикуемой таблицы.",
  ),
  "incremental-key": error(
    "Increments need a primary key: it tells which earlier row a changed one replaces.",
    "Для приращений нужен первичный ключ: по нему видно, какую прежнюю строку заменяет изменённая.",
  ),
  "incremental-strategy": error(
    "The key's rule {rule} does not give a key the same value in every version: choose one that does, such as pseudonymize or keep.",
    "Правило ключа {rule} не даёт ключу одно значение во всех версиях: выберите, например, pseudonymize или keep.",
  ),
  "incremental-winner": error(
    "Which of several rows of a key wins is decided among all of them: increments do not see the earlier ones.",
    "Какая из строк с одним ключом побеждает, решается среди всех; прежних приращения не видят.",
  ),
  "incremental-rule": error(
    "{column}: {rule} looks at more rows than its own, and increments do not see the earlier ones.",
    "{column}: {rule} смотрит не только на свою строку, а прежних приращения не видят.",
  ),
  "incremental-table-rule": error(
    "{rule} looks at all rows of the table, and increments do not see the earlier ones.",
    "{rule} смотрит на все строки таблицы, а прежних приращения не видят.",
  ),
  "incremental-risk": error(
    "{column} is a quasi-identifier: its risk is measured over the source values of all rows, and no raw value is kept for that.",
    "{column} — квазиидентификатор: его риск измеряется по исходным значениям всех строк, а они не хранятся.",
  ),
  "incremental-parent": error(
    "The rows of {parent} must be there whole, with published keys that are the same in every version and no privacy model.",
    "Строки {parent} должны быть все на месте, с публикуемыми ключами, одинаковыми во всех версиях, и без моделей приватности.",
  ),
  "incremental-reader": error(
    "{table} needs all rows of this table: it cannot be read in increments.",
    "{table} требует всех строк этой таблицы: читать её приращениями нельзя.",
  ),
  "module-circle": error(
    "This module and {module} would each wait for the newest version of the other: name an earlier version by its number.",
    "Этот модуль и {module} ждали бы новейшей версии друг друга: укажите более раннюю версию по номеру.",
  ),
  "module-version-missing": error(
    "The module {module} has no version {number}.",
    "У модуля {module} нет версии {number}.",
  ),
  "module-withdrawn": error(
    "The version {version} was withdrawn and cannot be read: {reason}",
    "Версия {version} отозвана, читать её нельзя: {reason}",
  ),
  "module-models-dropped": warning(
    "{origin} met {models}. The table {table} is another one and asks for less: what it publishes may single persons out. Ask for it here again.",
    "{origin} удовлетворяет {models}. Таблица {table} уже другая и требует меньше: её строки могут выделить человека. Потребуйте того же и здесь.",
  ),
  "class-weaker-than-source": error(
    "{column} was {inherited} in {origin} and cannot be declared weaker ({class}).",
    "{column} в {origin} — {inherited}; объявить слабее ({class}) нельзя.",
  ),
  "unknown-rule": error("There is no {kind} {rule}.{hint}", "Нет такого правила ({kind}): {rule}.{hint}"),
  "params-invalid": error(
    "{rule}: the parameter {key} is not right: {expected}",
    "{rule}: неверный параметр {key}: {expected}",
  ),
  "params-missing": unfinished("{rule} needs the parameter {key}.", "Для {rule} нужен параметр {key}."),
  "rule-type": error("{rule} does not work on the type {type}.", "{rule} не работает с типом {type}."),
  "rule-problem": error("{rule}: {detail}", "{rule}: {detail}"),
  "default-missing": unfinished(
    "The policy is “default”, but no constant is given under {key}.",
    "Выбрано «default», но под {key} нет константы.",
  ),
  "default-type": error(
    "The constant is not a value of the type {type}.",
    "Константа не является значением типа {type}.",
  ),
  "clamp-impossible": error(
    "{rule} has no nearest allowed value: clamp works with range and length only.",
    "У {rule} нет ближайшего допустимого значения: clamp подходит только для range и length.",
  ),
  "policy-not-for-rule": error(
    "{rule} compares rows: a constant would repeat, and no value is nearest. Only reject, null, warn and fail are possible.",
    "{rule} сравнивает строки: константа повторилась бы, а ближайшего значения нет. Возможны только reject, null, warn и fail.",
  ),
  "unique-filled": error(
    "{column} must be unique, and {rule} would write equal values into its gaps: keep or reject nulls.",
    "Значения {column} должны быть разными, а {rule} заполнит пропуски одинаковыми: оставьте или отклоните пустые.",
  ),
  "policy-not-for-table-check": error(
    "{rule} can do only this about a violation: {policies}. It judges more than one value.",
    "{rule} при нарушении может только: {policies}. Правило судит не об одном значении.",
  ),
  "order-not-measured": error(
    "{rule} needs an order by a date, a timestamp or an integer: {column} is none.",
    "Для {rule} нужен порядок по дате, метке времени или целому числу: {column} — не то.",
  ),
  "order-by-itself": error(
    "{column} cannot be put in order or groups by itself.",
    "Колонку {column} нельзя упорядочить или сгруппировать по ней самой.",
  ),
  "reference-type": error(
    "{column} and {other} have different types and are never equal.",
    "У {column} и {other} разные типы, они никогда не равны.",
  ),
  "gate-unpublished": error(
    "{column} is not published: there is nothing to compare with the previous version.",
    "Колонка {column} не публикуется: с прошлой версией нечего сравнивать.",
  ),
  "pattern-unused": warning("No column's name fits {match}.", "Ни одно имя колонки не подходит под {match}."),
  "foreign-key-when-type": error(
    "The value of {column} is none of its type {type}.",
    "Значение {column} не относится к её типу {type}.",
  ),
  "foreign-key-when-shared": error(
    "{column} references several keys, so their datatypes, normalizers and rules must be the same, and a keyed rule must name one domain; a numbered key cannot be shared.",
    "Колонка {column} ссылается на несколько ключей, поэтому их типы, нормализаторы и правила должны совпадать, а правило с ключом — называть общий домен; нумерованный ключ общим не бывает.",
  ),
  "column-unclassed": unfinished(
    "The published column {column} has no privacy class. Decide whether it identifies a person.",
    "У публикуемой колонки {column} нет класса приватности. Решите, указывает ли она на человека.",
  ),
  "anonymization-missing": unfinished(
    "{column} is {class} and needs an anonymization rule; `keep` with a reason is one.",
    "Колонка {column} — {class}, ей нужно правило анонимизации; `keep` с причиной тоже правило.",
  ),
  "policy-refuses": error(
    "{rule} is not allowed for {column}, which is {class}: {profile}.",
    "{rule} нельзя применить к колонке {column} ({class}): {profile}.",
  ),
  "masked-and-hashed": error(
    "{column} shows a part of the value that {other} publishes under a pseudonym: together they tell it. Leave one out.",
    "{column} показывает часть значения, чей псевдоним публикует {other}: вместе они его выдают. Уберите одну из колонок.",
  ),
  "masked-twice": error(
    "{column} and {other} show different parts of one value: together they tell more than each may. Leave one out, or mask both alike.",
    "{column} и {other} показывают разные части одного значения и вместе выдают больше, чем можно. Уберите одну или маскируйте обе одинаково.",
  ),
  "key-rule-columns": error(
    "{rule} reads other columns and cannot stand on a key: foreign keys have no such columns.",
    "{rule} читает другие колонки и не подходит ключу: у внешних ключей таких колонок нет.",
  ),
  "key-strategy-lossy": error(
    "{rule} may give two keys one value; a key needs a rule that preserves uniqueness.",
    "{rule} может дать двум ключам одно значение; для ключа нужно правило, сохраняющее уникальность.",
  ),
  "key-type": error(
    "{column} is {type} and part of a key, but equal keys may be written differently there: {type} values cannot be keys. Use string, integer or decimal.",
    "Колонка {column} типа {type} входит в ключ, но равные значения {type} пишутся по-разному и не могут быть ключами. Используйте string, integer или decimal.",
  ),
  "key-own-rule": error(
    "{column} is a primary key: its rule is the key's strategy, not one of its own.",
    "Колонка {column} — первичный ключ: её правило задаёт стратегия ключа, а не своё правило.",
  ),
  "key-nulls": error(
    "{column} is a key: nulls may be kept or rejected, not filled in.",
    "Колонка {column} — ключ: пустые значения можно оставить или отклонить, но не заполнять.",
  ),
  "key-cycle": error(
    "{column} is a key that is defined by a key that it defines itself. One of them must stand alone.",
    "Колонка {column} — ключ, заданный ключом, который она сама и задаёт. Один из них должен стоять отдельно.",
  ),
  "key-not-published": error(
    "{column} references a key of a table that is not published and without a class; class that key.",
    "Колонка {column} ссылается на ключ без класса в неопубликованной таблице; задайте класс ключа.",
  ),
  "unknown-column": error(
    "The table {table} has no column {column}.{hint}",
    "В таблице {table} нет колонки {column}.{hint}",
  ),
  "source-column-missing": error(
    "The data of {table} has no column {column}.{hint}",
    "В данных таблицы {table} нет колонки {column}.{hint}",
  ),
  "foreign-key-own": error(
    "{column} takes its {key} from the key it references; remove it here.",
    "Колонка {column} берёт {key} у ключа, на который ссылается; уберите это здесь.",
  ),
  "foreign-key-arity": error(
    "The foreign key has {count} columns and references {other}.",
    "Во внешнем ключе колонок: {count}, а ссылается он на {other}.",
  ),
  "foreign-key-target": error(
    "The foreign key must reference the primary key of {table}: {columns}.",
    "Внешний ключ должен ссылаться на первичный ключ таблицы {table}: {columns}.",
  ),
  "foreign-key-no-target": error(
    "The table {table} has no primary key to reference.",
    "В таблице {table} нет первичного ключа.",
  ),
  "foreign-key-self": error("A column cannot reference itself.", "Колонка не может ссылаться на саму себя."),
  "foreign-key-shared": error(
    "{column} belongs to two foreign keys with different keys: it can have one form only.",
    "Колонка {column} входит в два внешних ключа с разными ключами: у неё может быть лишь одна форма.",
  ),
  "orphan-null-on-key": error(
    "{column} is part of the primary key and cannot become null: choose reject or fail for orphans.",
    "Колонка {column} входит в первичный ключ и не может стать пустой: для сирот выберите reject или fail.",
  ),
  "duplicate-name": error("The name {name} occurs twice.", "Имя {name} встречается дважды."),
  "unknown-source": error(
    "There is no source {source} under `sources`.{hint}",
    "В `sources` нет источника {source}.{hint}",
  ),
  "source-unused": warning(
    "No table reads the source {source}.",
    "Источник {source} не читает ни одна таблица.",
  ),
  "source-not-here": warning(
    "No source is named {source} here: add it, or run the module in an environment that says what the name means.",
    "Источника {source} здесь нет: добавьте его или запускайте модуль в окружении, где задано, что значит это имя.",
  ),
  "store-not-here": warning(
    "No store is named {store} here: add it, or run the module in an environment that says what the name means.",
    "Хранилища {store} здесь нет: добавьте его или запускайте модуль в окружении, где задано, что значит это имя.",
  ),
  "clean-up-not-run": warning(
    "The store {store} runs no SQL, so this clean-up does not run, and a run that writes there is refused. What the script writes goes with the run's own name: remove the clean-up.",
    "Хранилище {store} не выполняет SQL: эта уборка не сработает, и запуск, который туда пишет, будет отклонён. Записанное скриптом удаляется вместе с именем запуска: удалите уборку.",
  ),
  "parameter-unknown": error(
    "The script names “{name}”, which is no parameter of the module.{hint}",
    "Скрипт называет «{name}», но такого параметра у модуля нет.{hint}",
  ),
  "parameter-unused": warning(
    "No script names the parameter {name}.",
    "Параметр {name} не назван ни в одном скрипте.",
  ),
  "parameter-default": error(
    "The default of {name} is no value of the type {type}.",
    "Значение по умолчанию параметра {name} не подходит к типу {type}.",
  ),
  "parameter-choices": unfinished(
    "{name} is a choice: say among what, under choices.",
    "{name} — выбор: укажите варианты в choices.",
  ),
  "time-zone": error(
    "{zone} is no time zone; write one as Europe/Moscow.",
    "{zone} — не часовой пояс; пишите как Europe/Moscow.",
  ),
  "packages-unlocked": error(
    "The packages are not locked, or the lock is of others: lock them.",
    "Пакеты не зафиксированы, или фиксация сделана для других: зафиксируйте их.",
  ),
  "table-no-origin": unfinished(
    "The table {table} has neither an extraction nor a transformation.",
    "У таблицы {table} нет ни извлечения, ни преобразования.",
  ),
  "table-no-columns": unfinished(
    "The published table {table} publishes no column.",
    "Публикуемая таблица {table} не публикует ни одной колонки.",
  ),
  "upload-store-twice": error(
    "The upload script writes to {store}, which gets a copy of its own already: leave it out of the stores.",
    "Скрипт выгрузки пишет в {store}, а туда и так идёт копия: уберите это хранилище из списка.",
  ),
  "no-tables": unfinished(
    "The module has no table yet: add one from a source.",
    "В модуле ещё нет таблиц: добавьте таблицу из источника.",
  ),
  "nothing-published": unfinished("No table is published.", "Ни одна таблица не публикуется."),
  "transformation-cycle": error(
    "The transformations of {tables} read each other in a circle.",
    "Преобразования таблиц {tables} читают друг друга по кругу.",
  ),
  "quasi-identifiers-none": error(
    "The privacy models of {table} need quasi-identifiers: no column, and none of its parents', is one.",
    "Моделям приватности {table} нужны квазиидентификаторы: их нет ни в таблице, ни в её родителях.",
  ),
  "quasi-identifiers-many": warning(
    "{table} has {count} quasi-identifiers: with more than {limit} nearly every row is alone in its class.",
    "У таблицы {table} {count} квазиидентификаторов: если их больше {limit}, почти каждая строка одна в своём классе.",
  ),
  "quasi-identifier-keyed": warning(
    "{column} is a quasi-identifier and leaves by {rule}: nobody outside knows its values, and classes made of them say little of k. Class it as it is used, or generalize it.",
    "{column} — квазиидентификатор и публикуется через {rule}: её значений никто снаружи не знает, и классы из них мало говорят о k. Классифицируйте её по назначению или обобщите.",
  ),
  "unknown-hierarchy": error(
    "The module has no hierarchy {name}.{hint}",
    "В модуле нет иерархии {name}.{hint}",
  ),
  "hierarchy-level": error(
    "The hierarchy {name} has the levels 0 to {top}.",
    "У иерархии {name} уровни от 0 до {top}.",
  ),
  "hierarchy-with-rule": error(
    "{column} has a hierarchy and a rule; only one of them can make its values.",
    "У колонки {column} есть и иерархия, и правило; значения может создать только одно из них.",
  ),
  "hierarchy-class": error(
    "{column}: a hierarchy is for quasi-identifiers that are no keys.",
    "{column}: иерархия — для квазиидентификаторов, не входящих в ключи.",
  ),
  "hierarchy-level-missing": unfinished(
    "Nothing chooses the level of {column}: give one, or a privacy model to its table or one below.",
    "Уровень {column} никто не выбирает: задайте его или модель приватности для таблицы или её потомка.",
  ),
  "hierarchy-unused": warning("No column uses the hierarchy {name}.", "Иерархию {name} никто не использует."),
  "model-column-class": error(
    "{column} is what {model} protects: it must be classed sensitive.",
    "{column} защищает модель {model}: её класс должен быть sensitive.",
  ),
  "model-column-unpublished": error(
    "{column} is not published, so {model} protects nothing.",
    "Колонка {column} не публикуется, и модель {model} ничего не защищает.",
  ),
  "model-parameters": error("{model}: {detail}", "{model}: {detail}"),
  "population-columns": error(
    "The population {population} has no column {column}, which is a quasi-identifier of {table}.",
    "В генеральной совокупности {population} нет колонки {column} — квазиидентификатора {table}.",
  ),
  "population-published": error(
    "{population} is the population of k-map and cannot be published too.",
    "{population} — генеральная совокупность k-map, публиковать её нельзя.",
  ),
  "search-parent-open": error(
    "Classes of {table} are cut one by one, so they cannot choose the level of {parent}.{column}, which is published once for all of them: give it a level, or {parent} a privacy model of its own.",
    "Классы таблицы {table} разрезаются по одному и не могут выбрать уровень для {parent}.{column}: она публикуется один раз для всех. Задайте уровень или дайте таблице {parent} собственную модель приватности.",
  ),
  "population-parent-cut": error(
    "The population {population} cannot be counted: {parent} is part of the classes of {table} and has levels of its own for every class.",
    "Генеральную совокупность {population} не сосчитать: {parent} входит в классы таблицы {table}, а уровни у неё свои для каждого класса.",
  ),
  "search-without-hierarchy": warning(
    "{key} does nothing: no column leaves its level to Protect.",
    "{key} ничего не значит: ни одна колонка не оставляет уровень этапу Protect.",
  ),
  "suppression-without-model": warning(
    "A suppression limit does nothing without a privacy model.",
    "Предел удаления ничего не значит без модели приватности.",
  ),
  "suppression-high": warning(
    "More than half of the rows of {table} may be suppressed.",
    "Можно удалить больше половины строк таблицы {table}.",
  ),
  "privacy-unpublished": warning(
    "{table} is not published: its privacy model does nothing.",
    "Таблица {table} не публикуется: её модель приватности ничего не значит.",
  ),
  "values-too-few": error(
    "{column} has at least {count} different values, and each needs one of its own: {rule} can make {capacity}, and {times} times as many as values are needed. Choose a kind with more to choose from, or a pseudonym.",
    "У {column} не меньше {count} разных значений, и каждому нужно своё: {rule} может создать {capacity}, а нужно в {times} раз больше, чем значений. Выберите вид с большим выбором или псевдоним.",
  ),
  "values-seem-too-few": warning(
    "{column} had {count} different values in the last version, and each needs one of its own: {rule} can make {capacity}, and {times} times as many as values are needed. A run over as many is refused. Choose a kind with more to choose from, or a pseudonym.",
    "У {column} в последней версии {count} разных значений, и каждому нужно своё: {rule} может создать {capacity}, а нужно в {times} раз больше, чем значений. При таком их числе запуск будет остановлен. Выберите вид с большим выбором или псевдоним.",
  ),
  "rule-needs-key": error(
    "{rule} needs a primary key of the table {table}.",
    "Для {rule} нужен первичный ключ таблицы {table}.",
  ),
  "entity-unreachable": error(
    "No foreign keys lead from {table} to {entity}.",
    "От таблицы {table} к {entity} не ведут внешние ключи.",
  ),
  "unknown-table": error("There is no table {table}.{hint}", "Нет таблицы {table}.{hint}"),
  "person-no-key": error(
    "The person's table {table} needs a primary key.",
    "Таблице людей {table} нужен первичный ключ.",
  ),
  "person-unreachable": warning(
    "No foreign keys lead from {table} to the person's table {person}: classes count rows, not persons.",
    "От таблицы {table} к таблице людей {person} не ведут внешние ключи: классы считают строки, а не людей.",
  ),
  "values-in-clear": warning(
    "Values stand in the clear here ({count}), and nobody has said that the column is insensitive. Saving in the product keeps them encrypted and leaves their number; beside a file, “etlx protect” does.",
    "Здесь открыто записаны значения ({count}), а колонка не названа нечувствительной. При сохранении в продукте они шифруются, остаётся их число; для файла это делает «etlx protect».",
  ),
  "artefact-unknown": error(
    "The values that belong here ({count}) are not at hand: a document holds only the reference to them. Bring the file of artefacts it was saved with, choose a revision of this module, or enter the values again.",
    "Значений, на которые здесь ссылка ({count}), нет: сам документ их не содержит. Нужен файл артефактов, с которым он сохранён, ревизия этого модуля или повторный ввод значений.",
  ),
  "artefact-kind": error(
    "This reference is of values of another kind of place: enter the values again.",
    "Ссылка относится к значениям другого вида: введите значения заново.",
  ),
  "artefact-count": error(
    "This reference says {count}, and its artefact holds another number of values: the reference was changed by hand. Restore it, or enter the values again.",
    "В ссылке указано число {count}, а в артефакте значений другое число: ссылку меняли вручную. Восстановите её или введите значения заново.",
  ),
} as const satisfies Readonly<Record<string, Message>>;

export type DiagnosticCode = keyof typeof diagnosticMessages;
export type DiagnosticPath = readonly (string | number)[];

const fillFor = (message: Message, params: Readonly<Record<string, string | number | Text>>): Text => {
  const fill = (locale: keyof Text) =>
    fillText(
      message.text[locale],
      Object.fromEntries(
        Object.entries(params).map(([key, value]) => [
          key,
          typeof value === "object" ? value[locale] : value,
        ]),
      ),
      locale,
    );
  return { en: fill("en"), ru: fill("ru") };
};

/** What a message is given: names; a text in both languages where it is said by a rule. */
export type MessageParams = Readonly<Record<string, string | number | Text>>;

export function diagnostic(
  code: DiagnosticCode,
  path: DiagnosticPath,
  params: MessageParams = {},
): Diagnostic {
  const message: Message = diagnosticMessages[code];
  return { code, severity: message.severity, message: fillFor(message, params), path };
}

/** Whether a diagnostic says only that something is not there yet. */
export const isUnfinished = (code: string): boolean =>
  code in diagnosticMessages && (diagnosticMessages[code as DiagnosticCode] as Message).unfinished === true;

/** “Did you mean …?”, or nothing. */
export const hint = (known: string | undefined): Text =>
  known === undefined ? { en: "", ru: "" } : { en: ` Did you mean ${known}?`, ru: ` Возможно, ${known}?` };
