import type { Text } from "./text.ts";

/** What sentences call that of which a script or a reading process took too much, by the word that its error carries. */
export const resourceNames: ReadonlyMap<string, Text> = new Map([
  ["time", { en: "time", ru: "время" }],
  ["RAM", { en: "RAM", ru: "оперативная память" }],
  ["disk", { en: "disk space", ru: "место на диске" }],
  ["processes", { en: "processes", ru: "число процессов" }],
  ["queue", { en: "places in the queue", ru: "места в очереди" }],
  ["value", { en: "room for one value", ru: "размер одного значения" }],
]);
