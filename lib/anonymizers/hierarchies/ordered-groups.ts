import { z } from "zod";
import { text, textParam } from "../texts.ts";
import { defineHierarchy, topLabel } from "./definition.ts";
import { labelIn, listedLabel } from "./listed-labels.ts";

interface Parameters {
  readonly values: readonly string[];
  readonly groups: readonly number[];
}

/** `first – last` of a group of neighbours; a group of one keeps its name. */
function rowsOf({ values, groups }: Parameters): readonly (readonly string[])[] {
  const sizes: number[] = [];
  for (const group of groups) sizes.push((sizes.at(-1) ?? 1) * group);
  return values.map((value, at) => {
    const labels = sizes.map((size) => {
      const start = Math.floor(at / size) * size;
      const [first = "", last = ""] = [values[start], values[Math.min(start + size, values.length) - 1]];
      return first === last ? first : `${first} – ${last}`;
    });
    return [value, ...labels, topLabel];
  });
}

/** Neighbours of an order are put together: two by two, then pairs of pairs, then all. */
export const orderedGroups = defineHierarchy({
  id: "ordered-groups",
  version: 1,
  accepts: ["string", "integer", "decimal", "boolean", "date"],
  params: z
    .strictObject({
      values: z
        .array(textParam({ max: 200 }))
        .min(2)
        .max(10_000)
        .meta({ label: text("Values in order", "Значения по порядку") }),
      groups: z
        .array(z.number().int().min(2).max(1000))
        .min(1)
        .max(18)
        .meta({
          label: text("Group sizes", "Размеры групп"),
          help: text(
            "2, 3: two neighbours together, then three of these groups.",
            "2, 3: по два соседа вместе, затем по три такие группы.",
          ),
        }),
    })
    .refine(({ values }) => new Set(values).size === values.length, { message: "each value occurs once" }),
  holdsValues: ["values"],
  levels: ({ groups }) => groups.length + 2,
  label: (params, value, level) => labelIn(rowsOf(params), value, level),
  rows: rowsOf,
  compile: { duckdb: ({ canonical, params, level }) => listedLabel(canonical, rowsOf(params), level) },
  docs: {
    title: text("Order", "Порядок"),
    summary: text("Puts neighbours of an order together.", "Объединяет соседей по порядку."),
    examples: [
      {
        params: { values: ["school", "bachelor", "master", "doctor", "habilitation"], groups: [2, 2] },
        input: "master",
        labels: ["master – doctor", "school – doctor", "*"],
      },
      {
        params: { values: ["school", "bachelor", "master", "doctor", "habilitation"], groups: [2, 2] },
        input: "habilitation",
        labels: ["habilitation", "habilitation", "*"],
      },
      { params: { values: ["low", "high"], groups: [2] }, input: "middle", labels: [null, null] },
    ],
  },
});
