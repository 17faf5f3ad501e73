import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { noParams, text } from "../texts.ts";

/** Leaves the column out of what is published. */
export const drop = defineAnonymizer({
  id: "drop",
  version: 1,
  accepts: columnTypeNames,
  returns: "none",
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "replaced" },
  params: noParams,
  compile: { duckdb: () => sql`null` },
  loss: () => 1,
  technique: { dpv: "DataRedaction", etlx: "drop", label: text("Removal", "Удаление") },
  docs: {
    title: text("Drop", "Удалить"),
    summary: text("The column is not published.", "Колонка не публикуется."),
    risk: text("Nothing of it remains.", "От неё ничего не остаётся."),
    examples: [{ input: "Anna", output: null }],
  },
});
