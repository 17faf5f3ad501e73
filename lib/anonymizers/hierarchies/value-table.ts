import { z } from "zod";
import { text, textParam } from "../texts.ts";
import { defineHierarchy } from "./definition.ts";
import { labelIn, listedLabel } from "./listed-labels.ts";

/** Every value with its labels, as an ARX hierarchy file lists them; tops need not be `*`, labels may repeat at two levels. */
export const valueTable = defineHierarchy({
  id: "value-table",
  version: 1,
  accepts: ["string", "integer", "decimal", "float", "boolean", "date", "uuid"],
  params: z
    .strictObject({
      rows: z
        .array(
          z
            .array(textParam({ max: 200 }))
            .min(2)
            .max(20),
        )
        .min(1)
        .max(100_000)
        .meta({
          label: text("Rows", "Строки"),
          help: text(
            "A value, then its labels, finest first.",
            "Значение, затем его подписи, от точной к общей.",
          ),
        }),
    })
    .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), {
      message: "all rows have the same number of levels",
    })
    .refine(({ rows }) => new Set(rows.map((row) => row[0])).size === rows.length, {
      message: "each value stands in one row",
    })
    .refine(({ rows }) => isNested(rows), {
      message: "values with one label share it at every higher level too",
    }),
  holdsValues: ["rows"],
  levels: ({ rows }) => rows[0]?.length ?? 1,
  label: ({ rows }, value, level) => labelIn(rows, value, level),
  rows: ({ rows }) => rows,
  compile: { duckdb: ({ canonical, params, level }) => listedLabel(canonical, params.rows, level) },
  docs: {
    title: text("Listed values", "Перечень значений"),
    summary: text(
      "Lists every value with its labels; an imported ARX file becomes one. A value that is not listed goes to quarantine.",
      "Перечисляет каждое значение с подписями; так же выглядит загруженный файл ARX. Значение не из перечня уходит в карантин.",
    ),
    examples: [
      {
        params: {
          rows: [
            ["Тверь", "ЦФО", "Россия"],
            ["Côte d'Ivoire", "Africa", "World"],
          ],
        },
        input: "Côte d'Ivoire",
        labels: ["Africa", "World"],
      },
      {
        params: {
          rows: [
            ["-1", "below 0"],
            ["7", "above 0"],
          ],
        },
        type: "integer",
        input: "-1",
        labels: ["below 0"],
      },
      { params: { rows: [["a", "*"]] }, input: "b", labels: [null] },
    ],
  },
});

/** Whether each level only joins classes of the level below: else a coarser level could tell more than a finer one. */
function isNested(rows: readonly (readonly string[])[]): boolean {
  const levels = rows[0]?.length ?? 0;
  for (let level = 1; level + 1 < levels; level++) {
    const above = new Map<string, string>();
    for (const row of rows) {
      const [label = "", next = ""] = [row[level], row[level + 1]];
      if ((above.get(label) ?? next) !== next) return false;
      above.set(label, next);
    }
  }
  return true;
}
