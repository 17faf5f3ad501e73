import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** Publishes one constant text in place of every value, empty ones included, so that not even emptiness shows. */
export const redact = defineAnonymizer({
  id: "redact",
  version: 1,
  accepts: columnTypeNames,
  returns: "string",
  properties: {
    deterministic: true,
    keyed: false,
    reversible: false,
    unique: "lossy",
    nulls: "replaced",
    length: ({ constant }: { constant: string }) => [...constant].length,
  },
  params: z.strictObject({
    constant: textParam({ max: 200 })
      .default("[redacted]")
      .meta({ label: text("Text", "Текст") }),
  }),
  compile: { duckdb: ({ params }) => sql`cast(${params.constant} as varchar)` },
  loss: () => 1,
  technique: { dpv: "DataRedaction", etlx: "redact", label: text("Redaction", "Вымарывание") },
  docs: {
    title: text("Redact", "Вымарать"),
    summary: text("Every value becomes the same text.", "Все значения заменяются одним текстом."),
    risk: text("Only the column's name remains.", "Остаётся только имя колонки."),
    examples: [
      { input: "Anna", output: "[redacted]" },
      { params: { constant: "—" }, type: "integer", input: null, output: "—" },
    ],
  },
});
