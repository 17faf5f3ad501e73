import { z } from "zod";
import { or, sql } from "#lib/sql";
import { text } from "../texts.ts";
import { defineTableCheck } from "./definition.ts";

const count = (label: ReturnType<typeof text>) =>
  z.number().int().min(0).max(1e15).optional().meta({ label });

/** How many rows a table may have after Keys. */
export const rowCount = defineTableCheck({
  kind: "table-check",
  id: "row-count",
  version: 1,
  params: z
    .strictObject({
      minimum: count(text("At least", "Не меньше")),
      maximum: count(text("At most", "Не больше")),
    })
    .refine((p) => p.minimum !== undefined || p.maximum !== undefined, {
      message: "give a minimum, a maximum or both",
    })
    .refine((p) => (p.minimum ?? 0) <= (p.maximum ?? Number.POSITIVE_INFINITY), {
      message: "the minimum is above the maximum",
    }),
  scope: "aggregate",
  columnsUsed: () => [],
  violated: {
    duckdb: ({ params }) =>
      or([
        ...(params.minimum === undefined ? [] : [sql`count(*) < ${params.minimum}`]),
        ...(params.maximum === undefined ? [] : [sql`count(*) > ${params.maximum}`]),
      ]),
  },
  docs: {
    title: text("Number of rows", "Число строк"),
    summary: text(
      "The table must have so many rows after keys were checked.",
      "После проверки ключей в таблице должно остаться столько строк.",
    ),
    examples: [
      {
        params: { minimum: 3 },
        columns: { id: "integer" },
        rows: [["1"], ["2"]],
        violated: true,
      },
      {
        params: { minimum: 3, maximum: 4 },
        columns: { id: "integer" },
        rows: [["1"], ["2"], ["3"]],
        violated: false,
      },
    ],
  },
});
