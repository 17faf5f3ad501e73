import { z } from "zod";
import { join, literal, sql } from "#lib/sql";
import { defineCheck } from "../definition.ts";
import { text, textParam } from "../texts.ts";
import { typedLiteral } from "../typed-literal.ts";

/** From about this length on hashing is faster than comparing. */
const compared = 60;

/** The value must be one of a list, written as values of the column's type. The engine hashes long lists. */
export const allowedValues = defineCheck({
  kind: "check",
  id: "allowed-values",
  version: 1,
  accepts: ["string", "integer", "decimal", "boolean", "date", "uuid"],
  params: z.strictObject({
    values: z
      .array(z.union([textParam({ max: 1000 }), z.number(), z.boolean()]))
      .min(1)
      .max(20_000)
      .meta({ label: text("Allowed values", "Допустимые значения") }),
    ignoreCase: z
      .boolean()
      .default(false)
      .meta({ label: text("Ignore case", "Не учитывать регистр") }),
  }),
  holdsValues: ["values"],
  problem: (params, type) =>
    params.values.every((value) => typedLiteral(value, type) !== undefined)
      ? undefined
      : text(
          "An allowed value is not a value of the column's type.",
          "Допустимое значение не является значением типа колонки.",
        ),
  scope: "row",
  violated: {
    duckdb: ({ value, type, params }) => {
      const folded = params.ignoreCase && type.name === "string";
      const known = params.values.flatMap((allowed) =>
        folded ? [literal(String(allowed).toLowerCase())] : (typedLiteral(allowed, type) ?? []),
      );
      if (known.length === 0) return sql`true`;
      const subject = folded ? sql`lower(${value})` : value;
      // A short list is compared one by one, a long one is hashed: in a sub-query only.
      if (known.length <= compared) return sql`${subject} not in (${join(known)})`;
      return sql`${subject} not in (select unnest([${join(known)}]))`;
    },
  },
  // A list of other types would need each value in its XSD form.
  constraint: ({ values, ignoreCase }, type) =>
    type.name === "string" && !ignoreCase ? { allowedValues: values.map(String) } : {},
  docs: {
    title: text("Allowed values", "Допустимые значения"),
    summary: text("The value must be one of a list.", "Значение должно быть из списка."),
    examples: [
      { params: { values: ["new", "paid"] }, input: "paid", output: "passes" },
      { params: { values: ["new", "paid"] }, input: "Paid", output: "violated" },
      { params: { values: ["new", "paid"], ignoreCase: true }, input: "Paid", output: "passes" },
      { params: { values: [1, 2] }, type: "integer", input: "3", output: "violated" },
      { params: { values: ["2024-01-01"] }, type: "date", input: "2024-01-01", output: "passes" },
    ],
  },
});
