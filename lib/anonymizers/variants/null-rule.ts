import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { noParams, text } from "../texts.ts";

/** Publishes the column with its name and type and without any value. */
export const nullRule = defineAnonymizer({
  id: "null",
  version: 1,
  accepts: columnTypeNames,
  returns: "same",
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "replaced" },
  params: noParams,
  // Of the value's own type, so that the column keeps it.
  compile: { duckdb: ({ value }) => sql`nullif(${value}, ${value})` },
  loss: () => 1,
  technique: { dpv: "DataRedaction", etlx: "null", label: text("Removal of values", "Удаление значений") },
  docs: {
    title: text("Empty", "Пусто"),
    summary: text("Every value becomes null.", "Все значения становятся пустыми (null)."),
    risk: text("Only the column's name and type remain.", "Остаются только имя и тип колонки."),
    examples: [
      { input: "Anna", output: null },
      { type: "integer", input: "7", output: null },
    ],
  },
});
