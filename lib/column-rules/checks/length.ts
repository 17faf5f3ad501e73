import { z } from "zod";
import { or, sql } from "#lib/sql";
import { defineCheck } from "../definition.ts";
import { text } from "../texts.ts";

const count = (label: ReturnType<typeof text>) =>
  z.number().int().min(0).max(10_000_000).optional().meta({ label });

/** Number of characters (code points) of a text. */
export const length = defineCheck({
  kind: "check",
  id: "length",
  version: 1,
  accepts: ["string"],
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
  scope: "row",
  violated: {
    duckdb: ({ value, params }) =>
      or([
        ...(params.minimum === undefined ? [] : [sql`length(${value}) < ${params.minimum}`]),
        ...(params.maximum === undefined ? [] : [sql`length(${value}) > ${params.maximum}`]),
      ]),
  },
  // A text can be cut, not made longer: one that is too short becomes null and takes the null strategy.
  clamp: {
    duckdb: ({ value, params }) => {
      const cut = params.maximum === undefined ? value : sql`left(${value}, ${params.maximum})`;
      return params.minimum === undefined
        ? cut
        : sql`case when length(${value}) >= ${params.minimum} then ${cut} end`;
    },
  },
  constraint: ({ maximum }) => (maximum === undefined ? {} : { maximumLength: maximum }),
  docs: {
    title: text("Length", "Длина"),
    summary: text("Limits the number of characters.", "Ограничивает число символов."),
    examples: [
      { params: { minimum: 2, maximum: 4 }, input: "я", output: "violated" },
      { params: { minimum: 2, maximum: 4 }, input: "👍👍", output: "passes" },
      { params: { maximum: 4 }, input: "abcde", output: "violated" },
      { params: { minimum: 1 }, input: "", output: "violated" },
    ],
  },
});
