import type { StageId } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { text } from "../parts.ts";
import type { Article } from "./article.ts";

interface Stage {
  readonly title: Text;
  readonly what: Text;
  readonly rejects: Text;
}

/** A stage without its words does not compile. */
const words: Readonly<Record<StageId, Stage>> = {
  extract: {
    title: text("1. Extract", "1. Извлечение"),
    what: text(
      "Each table's extraction script runs at its source, in a read-only session. All tables of one source are read from one consistent snapshot.",
      "Скрипт извлечения каждой таблицы выполняется в источнике, в сессии только для чтения. Все таблицы одного источника читаются из одного согласованного снимка.",
    ),
    rejects: text(
      "A source that fails ends the run: all of it or nothing is read.",
      "Сбой источника завершает запуск: читается всё или ничего.",
    ),
  },
  transform: {
    title: text("2. Transform", "2. Преобразование"),
    what: text(
      "The optional transformation script gives the table its shape: joins, computed columns, rows left out.",
      "Необязательный скрипт преобразования задаёт вид таблицы: соединения, вычисляемые колонки, отбор строк.",
    ),
    rejects: text(
      "What a script computes has no privacy class until somebody gives it one; an unclassed column does not validate.",
      "Вычисленное скриптом не имеет класса приватности, пока его не зададут; без класса документ не проходит проверку.",
    ),
  },
  cleanse: {
    title: text("3. Cleanse", "3. Очистка"),
    what: text(
      "Column by column: text normalizers, null tokens, parsing normalizers, the cast to the column's type, value normalizers, checks, the null strategy.",
      "По колонкам: нормализаторы текста, обозначения пустых, разбор, приведение к типу, нормализаторы значений, проверки, стратегия пустых.",
    ),
    rejects: text(
      "A value that cannot be read or violates a check follows the document: its row is rejected, it becomes empty, a constant or a bound, or the run fails.",
      "Нечитаемое или нарушившее проверку значение обрабатывается по документу: строка отклоняется, значение становится пустым, константой или границей, либо запуск завершается.",
    ),
  },
  keys: {
    title: text("4. Keys", "4. Ключи"),
    what: text(
      "Primary keys become unique: of rows with one key the winner stays. Foreign keys find their parents. Fitted null strategies fill what is left, then checks run again.",
      "Первичные ключи становятся уникальными: из строк с одним ключом остаётся победитель. Внешние ключи находят родителей. Затем заполняются пустые значения по остальным строкам и повторяются проверки.",
    ),
    rejects: text(
      "Rows without a key, repeated keys and orphans leave, and their children with them.",
      "Уходят строки без ключа, повторы и сироты, а с ними их дочерние строки.",
    ),
  },
  anonymize: {
    title: text("5. Anonymize", "5. Анонимизация"),
    what: text(
      "Every published column is published by its rule. A column that the document does not name never leaves.",
      "Каждая публикуемая колонка проходит через своё правило. Колонка, которой нет в документе, не публикуется.",
    ),
    rejects: text(
      "A value that its rule cannot handle sends its row to quarantine; it is never passed through.",
      "Если правило не может обработать значение, строка попадает в карантин; значение не пропускается.",
    ),
  },
  protect: {
    title: text("6. Protect", "6. Защита"),
    what: text(
      "Privacy models are enforced: quasi-identifiers become coarser along hierarchies, and rows whose class stays too small are suppressed within the limit. Then everything is measured again.",
      "Обеспечиваются модели приватности: квазиидентификаторы огрубляются по иерархиям, строки слишком малых классов подавляются в пределах лимита. Затем всё измеряется заново.",
    ),
    rejects: text(
      "A run that cannot meet its models publishes nothing. A trial ends here.",
      "Запуск, который не может выполнить модели, ничего не публикует. Проба на этом заканчивается.",
    ),
  },
  upload: {
    title: text("7. Upload", "7. Выгрузка"),
    what: text(
      "Parquet files are written as the record; stores get copies under a name of the run's own. An upload script puts the tables where it likes and returns how they are read: that is read back with the store's reading credential and compared with the record, row by row.",
      "Файлы Parquet записываются как эталон; хранилища получают копии под именем запуска. Скрипт выгрузки кладёт таблицы куда хочет и возвращает, как их прочитать: это читается ролью хранилища для чтения и построчно сверяется с записью.",
    ),
    rejects: text(
      "Nothing is visible yet. A failed run leaves nothing in the stores.",
      "Пока ничего не видно. Неудачный запуск ничего не оставляет в хранилищах.",
    ),
  },
  publish: {
    title: text("8. Publish", "8. Публикация"),
    what: text(
      "One step makes the version visible: its number, files with SHA-256, reports, JSON-LD and Croissant.",
      "Один шаг делает версию видимой: номер, файлы с SHA-256, отчёты, JSON-LD и Croissant.",
    ),
    rejects: text(
      "The approval is checked once more. Either the whole version appears or none.",
      "Одобрение проверяется ещё раз. Версия появляется целиком или не появляется.",
    ),
  },
};

export const stages: Article = {
  id: "stages",
  title: text("The eight stages of a run", "Восемь этапов запуска"),
  summary: text(
    "What happens to the rows, in this order, and where rows can leave.",
    "Что происходит со строками, по порядку, и где они могут выбыть.",
  ),
  sections: [
    ...Object.entries(words).map(([id, { title, what, rejects }]) => ({
      id,
      title,
      blocks: [
        { kind: "text" as const, text: what },
        { kind: "text" as const, text: rejects },
      ],
    })),
    {
      id: "counts",
      title: text("How rows are counted", "Как считаются строки"),
      blocks: [
        {
          kind: "text",
          text: text(
            "Transformed = published + rejected + deduplicated + suppressed. A row that leaves has one reason, its earliest. In what is published, counts below k read “fewer than k”.",
            "Преобразовано = опубликовано + отклонено + дубликаты + подавлено. У выбывшей строки одна причина, самая ранняя. В публикуемом числа меньше k пишутся «меньше k».",
          ),
        },
      ],
    },
  ],
};
