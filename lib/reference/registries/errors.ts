import type { Text } from "#lib/kernel";
import { type ErrorCode, type ErrorCodeId, type ErrorKind, errorCodes } from "#lib/kernel";
import { defineTopic } from "../define-topic.ts";
import type { Entry } from "../entry.ts";
import { code, fact, said, text, words } from "../parts.ts";

/** Who has to act, and how. */
const remedies: Readonly<Record<ErrorKind, Text>> = {
  data: text(
    "The data or the rules refuse: change the rule or the limit in the document, or have the source corrected.",
    "Мешают данные или правила: измените правило или предел в документе либо исправьте данные в источнике.",
  ),
  usage: text(
    "The request is wrong: correct what was asked or set up.",
    "Неверный запрос: исправьте запрос или настройку.",
  ),
  outside: text(
    "A source or a store failed: look at it, then run again. A run that ends with it has published nothing.",
    "Сбой источника или хранилища: проверьте его и запустите снова. Запуск с такой ошибкой ничего не опубликовал.",
  ),
  access: text(
    "Not allowed for this person: ask an administrator, or somebody else to do it.",
    "Этому человеку нельзя: обратитесь к администратору или попросите другого.",
  ),
  conflict: text(
    "Something changed meanwhile: reload, look at it, decide again.",
    "Что-то изменилось: обновите страницу, посмотрите и решите снова.",
  ),
  missing: text(
    "There is no such thing: check the name; it may have been archived.",
    "Такого нет: проверьте имя; возможно, объект в архиве.",
  ),
  internal: text(
    "A fault of the product: try again, then give the reference to your administrator.",
    "Сбой продукта: попробуйте снова, затем передайте код обращения администратору.",
  ),
  cancelled: text(
    "Somebody stopped it: run again when you want.",
    "Остановлено: запустите снова, когда понадобится.",
  ),
};

const entryOf = (id: ErrorCodeId): Entry => {
  const { kind, transient, awaited, message }: ErrorCode = errorCodes[id];
  return {
    id,
    title: { en: id, ru: id },
    summary: message,
    facts: [
      fact(text("What to do", "Что делать"), said(remedies[kind])),
      fact(text("Kind", "Вид"), code(kind)),
      fact(
        text("Trying again", "Повтор"),
        awaited
          ? words("a run waits for it, up to an hour", "запуск ждёт, до часа")
          : transient
            ? words("may help by itself: runs are tried again", "может помочь: запуск повторяется сам")
            : words("does not help until something is changed", "не поможет, пока ничего не изменено"),
      ),
    ],
    parameters: [],
    examples: [],
  };
};

// Keys of the table of errors, sorted, as people look for a code.
const ids = (Object.keys(errorCodes) as ErrorCodeId[]).sort();

export const errorsTopic = defineTopic({
  id: "errors",
  title: text("Error codes", "Коды ошибок"),
  summary: text(
    "Every error that pages, reports and the command line show. Words in braces are filled in.",
    "Все ошибки, которые показывают страницы, отчёты и командная строка. Слова в скобках подставляются.",
  ),
  entries: () => ids.map(entryOf),
});
