import type { ErrorCode } from "../error-code.ts";

/** What the data or the rules refuse. */
export const dataErrors = {
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
  "table-check-failed": {
    kind: "data",
    message: {
      en: "Table {table}: it violates {rule}, and the document says to fail.",
      ru: "Таблица {table}: нарушает {rule}; по документу это ошибка.",
    },
  },
  "gate-failed": {
    kind: "data",
    message: {
      en: "Table {table}: {rule} stops the publication: it differs from the previous version more than allowed.",
      ru: "Таблица {table}: {rule} останавливает публикацию: отличие от прошлой версии больше допустимого.",
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
  "rows-multiplied": {
    kind: "data",
    message: {
      en: "Table {table}: the script made {made} rows of {rows}, more than {limit} times as many. If that is meant, raise the limit among the table's checks.",
      ru: "Таблица {table}: скрипт сделал из {rows} строк {made}, больше чем в {limit} раз. Если так и задумано, поднимите предел среди проверок таблицы.",
    },
  },
  "too-many-rejected": {
    kind: "data",
    message: {
      en: "Table {table}: {rejected} of {transformed} rows were rejected, more than the limit of {limit} %.",
      ru: "Таблица {table}: отклонено {rejected} из {transformed} строк, больше предела в {limit} %.",
    },
  },
  "generalization-refused": {
    kind: "data",
    message: {
      en: "Table {table}: no levels of the hierarchies can be chosen for {model}. {en}.",
      ru: "Таблица {table}: уровни иерархий для {model} выбрать нельзя. {ru}.",
    },
  },
  "safe-harbor-unmet": {
    kind: "data",
    message: {
      en: "HIPAA Safe Harbor is not met, and the module chose it: {detail}. Nothing is published.",
      ru: "Требования HIPAA Safe Harbor, которые выбрал модуль, не выполнены: {detailRu}. Ничего не опубликовано.",
    },
  },
  "privacy-unmet": {
    kind: "data",
    message: {
      en: "Table {table}: {model} needs {suppressed} of {transformed} rows suppressed, more than the limit of {limit} %. Generalize the quasi-identifiers further, or allow more.",
      ru: "Таблица {table}: для {model} нужно удалить {suppressed} из {transformed} строк, больше предела в {limit} %. Обобщите квазиидентификаторы сильнее или увеличьте предел.",
    },
  },
  "too-few-values": {
    kind: "data",
    message: {
      en: "Table {table}, column {column}: each of its {distinct} values needs one of its own, and the rule can make {capacity}; {times} times as many as values are needed.",
      ru: "Таблица {table}, колонка {column}: каждому из её значений ({distinct}) нужно своё, а правило может создать {capacity}; нужно в {times} раз больше, чем значений.",
    },
  },
  "declared-not-unique": {
    kind: "data",
    message: {
      en: "Table {table}, column {column}: the rule {rule} promises that different values stay different, and made {collisions} of them equal to others.",
      ru: "Таблица {table}, колонка {column}: правило {rule} обещает, что разные значения останутся разными, но совпали с другими: {collisions}.",
    },
  },
  "merges-too-many": {
    kind: "data",
    message: {
      en: "Column {column} has too many values to find like ones among: {count}, and the limit is {limit}. Normalize the column first (trim, case), or choose a method that compares whole values.",
      ru: "В колонке {column} слишком много значений, чтобы искать похожие: {count} при пределе {limit}. Сначала нормализуйте колонку (пробелы, регистр) или выберите метод, сравнивающий значения целиком.",
    },
  },
  "merges-too-slow": {
    kind: "data",
    message: {
      en: "Looking for like values in column {column} took too much time or memory. Normalize the column first (trim, case), or choose a method that compares whole values.",
      ru: "Поиск похожих значений в колонке {column} занял слишком много времени или памяти. Сначала нормализуйте колонку (пробелы, регистр) или выберите метод, сравнивающий значения целиком.",
    },
  },
  "merge-column-key": {
    kind: "data",
    message: {
      en: "Column {column} of table {table} takes its form from the key it references. Merge the values of that key.",
      ru: "Колонка {column} таблицы {table} берёт форму от ключа, на который ссылается. Объединяйте значения этого ключа.",
    },
  },
  "merge-column-type": {
    kind: "data",
    message: {
      en: "Column {column} of table {table} is no text: only texts are merged.",
      ru: "Колонка {column} таблицы {table} не текстовая: объединяются только тексты.",
    },
  },
  "rule-needs-key": {
    kind: "data",
    message: {
      en: "Table {table}, column {column}: the rule {rule} needs a declared key.",
      ru: "Таблица {table}, колонка {column}: правилу {rule} нужен объявленный ключ.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
