import type { Text } from "#lib/kernel";

/** What run events say, by key; `{places}` are filled from the event's `params`, which never hold a raw value. */
export const eventMessages = {
  "run-started": {
    en: "Attempt {attempt} started on worker {worker}",
    ru: "Попытка {attempt} начата на исполнителе {worker}",
  },
  "run-resumed": { en: "Going on after stage {stage}", ru: "Продолжение после этапа «{stage}»" },
  "run-published": { en: "Published version {number}", ru: "Опубликована версия {number}" },
  "run-trial-finished": { en: "The trial is finished", ru: "Пробный запуск завершён" },
  "run-failed": { en: "Failed: {detail}", ru: "Ошибка: {detailRu}" },
  "run-retrying": {
    en: "Failed: {detail} The next attempt starts in {seconds} s",
    ru: "Ошибка: {detailRu} Следующая попытка через {seconds} с",
  },
  "run-waiting": {
    en: "Waiting for the source: {detail} The next attempt starts in {seconds} s",
    ru: "Ожидание источника: {detailRu} Следующая попытка через {seconds} с",
  },
  "run-stopped": {
    en: "The worker stops; the run goes on elsewhere or after its restart",
    ru: "Исполнитель останавливается; запуск продолжится на другом или после перезапуска",
  },
  "run-cancelled": { en: "Cancelled", ru: "Отменён" },
  "stage-started": { en: "Stage started", ru: "Этап начат" },
  "stage-finished": { en: "Stage finished in {seconds} s", ru: "Этап завершён за {seconds} с" },
  "source-opened": {
    en: "Reading source {source} from one snapshot",
    ru: "Чтение источника {source} из одного снимка",
  },
  "source-type-changed": {
    en: "The source's column {column} is {now} now, it was {was}; the document casts {casts}",
    ru: "Столбец источника {column} теперь {now}, был {was}; документ приводит к {casts}",
  },
  "columns-left-behind": {
    en: "Columns that the document does not name never leave: {columns}",
    ru: "Столбцы, которых документ не называет, наружу не выходят: {columns}",
  },
  "read-increment": {
    en: "Read from where version {number} ended, by {cursor}; its rows stay. Deletes at the source are not seen",
    ru: "Читается с места, где закончила версия {number}, по {cursor}; её строки остаются. Удаления в источнике не видны",
  },
  "read-whole-first": {
    en: "Read whole: no version before says how far its source was read",
    ru: "Читается целиком: прошлой версии с отметкой, докуда прочитан источник, нет",
  },
  "read-whole-document": {
    en: "Read whole: something that decides the rows has changed since the version before",
    ru: "Читается целиком: изменилось то, что решает, какими будут строки",
  },
  "read-whole-keys": {
    en: "Read whole: keys were rotated since the version before",
    ru: "Читается целиком: ключи с прошлой версии сменились",
  },
  "read-whole-withdrawn": {
    en: "Read whole: the version before was withdrawn",
    ru: "Читается целиком: прошлая версия отозвана",
  },
  "read-whole-orphans": {
    en: "Read whole: rows had no parent in the version before and may have one now",
    ru: "Читается целиком: у строк прошлой версии не было родителя, теперь он мог появиться",
  },
  "read-whole-record": {
    en: "Read whole: the file of the version before is not in the record",
    ru: "Читается целиком: файла прошлой версии в записи нет",
  },
  "extracted-in-parts": {
    en: "The table is large: read in {parts} parts at once, from one snapshot",
    ru: "Таблица большая: прочитана сразу в {parts} частях, из одного снимка",
  },
  "one-connection": {
    en: "Source {source} is read through one connection, table after table: its server lets no second one join the snapshot",
    ru: "Источник {source} читается через одно соединение, таблица за таблицей: второе его сервер в снимок не пускает",
  },
  "version-read": {
    en: "{source}: version {number} of the module {module}",
    ru: "{source}: версия {number} модуля {module}",
  },
  "replica-read": {
    en: "Source {source} is read from its replica {replica}",
    ru: "Источник {source} читается с реплики {replica}",
  },
  "replica-unanswered": {
    en: "The replica {replica} of source {source} does not answer; its primary server is read",
    ru: "Реплика {replica} источника {source} не отвечает; читается основной сервер",
  },
  "source-uncancelled": {
    en: "Source {source}: the request to end a query did not reach its server. It may go on there until its longest time: ask its administrator to end it",
    ru: "Источник {source}: просьба прервать запрос не дошла до его сервера. Запрос может идти там до предела своего времени: попросите администратора прервать его",
  },
  "source-cost": {
    en: "Source {source}: {queries} queries, {rows} rows, {bytes} bytes, {seconds} s in all, {longest} s the longest query",
    ru: "Источник {source}: запросов {queries}, строк {rows}, байт {bytes}, всего {seconds} с, самый долгий запрос {longest} с",
  },
  extracting: { en: "Reading {table}", ru: "Чтение {table}" },
  "script-printed": {
    en: "The script of {place} printed {bytes} bytes; they are kept apart from the log",
    ru: "Скрипт {place} напечатал {bytes} байт; они хранятся отдельно от журнала",
  },
  "script-multiplied": {
    en: "The script of {table} made {made} rows of {rows}, more than {limit} times as many; a publication would be refused",
    ru: "Скрипт {table} сделал из {rows} строк {made}, больше чем в {limit} раз; публикация была бы отклонена",
  },
  "python-packages-installing": {
    en: "Installing the locked packages for Python: {packages}",
    ru: "Установка зафиксированных пакетов для Python: {packages}",
  },
  "python-unsandboxed": {
    en: "Python runs WITHOUT a sandbox: this machine has none, and the administrator allows it. The script can read this machine's files and network",
    ru: "Python работает БЕЗ песочницы: на этой машине её нет, а администратор это разрешил. Скрипту доступны файлы и сеть этой машины",
  },
  "few-values-expected": {
    en: "Column {column}: about {rows} rows are expected, each needs a value of its own, and the rule can make {capacity}. With fewer than {times} times as many as values, the run is refused at Anonymize",
    ru: "Колонка {column}: ожидается около {rows} строк, каждой нужно своё значение, а правило может создать {capacity}. Если их меньше, чем в {times} раз больше числа значений, запуск остановится на этапе «Обезличивание»",
  },
  "extracted-as-text": {
    en: "A value does not fit its column's type (NaN, infinity, a year BC); read again as text: {columns}",
    ru: "Значение не помещается в тип колонки (NaN, бесконечность, год до н. э.); прочитано заново как текст: {columns}",
  },
  extracted: { en: "{rows} rows read", ru: "Прочитано строк: {rows}" },
  transformed: {
    en: "{rows} rows after the transformation script",
    ru: "Строк после скрипта преобразования: {rows}",
  },
  cleansed: {
    en: "{rejected} of {rows} rows rejected by column rules",
    ru: "Правилами колонок отклонено {rejected} из {rows} строк",
  },
  "keys-checked": {
    en: "{deduplicated} duplicates, {rejected} rows rejected by keys",
    ru: "Повторов: {deduplicated}, отклонено по ключам: {rejected}",
  },
  "rules-empty-fit": {
    en: "Column {column} has no value to compute {rule} from",
    ru: "В колонке {column} нет значений для {rule}",
  },
  "table-check-violated": {
    en: "The table violates {rule}",
    ru: "Таблица нарушает {rule}",
  },
  "gate-not-comparable": {
    en: "{rule} has nothing to compare: the previous version has no such figures",
    ru: "{rule}: сравнивать не с чем, у прошлой версии нет таких данных",
  },
  anonymized: { en: "{rows} rows anonymized", ru: "Обезличено строк: {rows}" },
  quarantined: { en: "{rows} rows put in quarantine", ru: "В карантин помещено строк: {rows}" },
  protected: {
    en: "k = {k} achieved, {suppressed} rows suppressed",
    ru: "Достигнуто k = {k}, удалено строк: {suppressed}",
  },
  "file-written": { en: "{file}: {rows} rows, {bytes} bytes", ru: "{file}: строк {rows}, байт {bytes}" },
  "store-written": { en: "Copied to store {store}", ru: "Скопировано в хранилище {store}" },
  "upload-script-started": {
    en: "The upload script runs in store {store}, under the name {name}",
    ru: "Скрипт выгрузки работает в хранилище {store} под именем {name}",
  },
  "upload-read-back": {
    en: "Read back from store {store}: {rows} rows, the same as the record's",
    ru: "Прочитано обратно из хранилища {store}: строк {rows}, совпадают с записью",
  },
  "store-clean-up-failed": {
    en: "What the run left in store {store} could not be removed, and is tried again: {detail}",
    ru: "Не удалось удалить оставленное запуском в хранилище {store}, попытки продолжатся: {detailRu}",
  },
  "store-cleaned": {
    en: "Removed what the run left in store {store}",
    ru: "Удалено оставленное в хранилище {store}",
  },
  "store-not-shown": {
    en: "The version is published; store {store} does not show it yet and is tried again: {detail}",
    ru: "Версия опубликована; хранилище {store} её пока не показывает, попытки продолжатся: {detailRu}",
  },
  "store-left-behind": {
    en: "The version is published; stores that do not show it yet are tried again. The run ended early: {detail}",
    ru: "Версия опубликована; с хранилищами, которые её пока не показывают, попытки продолжатся. Запуск закончился раньше: {detailRu}",
  },
} as const satisfies Readonly<Record<string, Text>>;
export type EventMessage = keyof typeof eventMessages;
