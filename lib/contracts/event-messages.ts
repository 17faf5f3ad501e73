import type { Text } from "#lib/kernel";

/** What run events say, by key; `{places}` are filled from the event's `params`, which never hold a raw value. */
export const eventMessages = {
  "run-started": {
    en: "Attempt {attempt} started on worker {worker}",
    ru: "Попытка {attempt} начата на исполнителе {worker}",
  },
  "run-resumed": { en: "Going on after stage {stage}", ru: "Продолжение после этапа {stage}" },
  "run-published": { en: "Published version {number}", ru: "Опубликована версия {number}" },
  "run-trial-finished": { en: "The trial is finished", ru: "Пробный запуск завершён" },
  "run-failed": { en: "Failed: {detail}", ru: "Ошибка: {detail}" },
  "run-retrying": {
    en: "Failed: {detail} The next attempt starts in {seconds} s",
    ru: "Ошибка: {detail} Следующая попытка через {seconds} с",
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
  extracting: { en: "Reading {table}", ru: "Чтение {table}" },
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
  "store-clean-up-failed": {
    en: "What the run left in its stores could not be removed: {detail}",
    ru: "Не удалось удалить оставленное запуском в хранилищах: {detail}",
  },
  "store-cleaned": {
    en: "Removed what the run left in store {store}",
    ru: "Удалено оставленное в хранилище {store}",
  },
  "store-left-behind": {
    en: "The version is published, but a store does not show its copy: {detail}",
    ru: "Версия опубликована, но хранилище не показывает её копию: {detail}",
  },
} as const satisfies Readonly<Record<string, Text>>;
export type EventMessage = keyof typeof eventMessages;
