import type { Text } from "./text.ts";

/**
 * What sentences call the stages of a run, by their ids: an error or an event carries the id, and each reader gets the name in
 * their language. In Russian it is the title that pages show.
 */
export const stageNames: ReadonlyMap<string, Text> = new Map([
  ["extract", { en: "extract", ru: "Извлечение" }],
  ["transform", { en: "transform", ru: "Преобразование" }],
  ["cleanse", { en: "cleanse", ru: "Очистка" }],
  ["keys", { en: "keys", ru: "Ключи" }],
  ["anonymize", { en: "anonymize", ru: "Обезличивание" }],
  ["protect", { en: "protect", ru: "Защита" }],
  ["upload", { en: "upload", ru: "Выгрузка" }],
  ["publish", { en: "publish", ru: "Публикация" }],
]);
