import type { ErrorCode } from "../error-code.ts";

/** Runs, the engine and what is left. */
export const runErrors = {
  "run-cancelled": { kind: "cancelled", message: { en: "The run was cancelled.", ru: "Запуск отменён." } },
  "module-archived": {
    kind: "conflict",
    message: {
      en: "The module {module} is archived: nothing of it runs or is published until it is brought back.",
      ru: "Модуль {module} в архиве: пока его не вернут, он не запускается и не публикуется.",
    },
  },
  "versions-unreadable": {
    kind: "access",
    message: {
      en: "It reads versions of other modules, and {person}, who answers for it, may not: the account is disabled, or its role does not allow it. Somebody who may read them has to save the trigger again, or start the run.",
      ru: "Читаются версии других модулей, а {person}, кто за это отвечает, их читать не может: учётная запись отключена или роль этого не позволяет. Сохранить триггер заново или запустить должен тот, кому это можно.",
    },
  },
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
      en: "The document uploads to the store {store}, which does not exist or is archived. Add or restore it, or choose an environment that says what the name means.",
      ru: "Документ выгружает в хранилище {store}, которого нет или которое в архиве. Добавьте или восстановите его или выберите окружение, в котором задано, что значит это имя.",
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
      ru: "Таблица {table}: сбой движка на этапе «{stage}» ({detail}).",
    },
  },
  "engine-memory": {
    kind: "outside",
    message: {
      en: "Table {table}: stage {stage} needs more memory than the limit of {limit}.",
      ru: "Таблица {table}: этапу «{stage}» не хватает памяти ({limit}).",
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
