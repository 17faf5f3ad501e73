import { z } from "zod";
import { text, textParam } from "../texts.ts";

const columns = (label: ReturnType<typeof text>, help: ReturnType<typeof text>) =>
  z
    .array(textParam({ min: 1, max: 120 }))
    .min(1)
    .max(10)
    .refine((names) => new Set(names).size === names.length, { message: "a column occurs twice" })
    .meta({ label, help, names: "column" });

const by = columns(
  text("By group", "По группам"),
  text(
    "Columns whose equal values make a group; groups with fewer than 10 values use the whole table.",
    "Колонки, равные значения которых составляют группу; группы, где меньше 10 значений, берут всю таблицу.",
  ),
).optional();

/** Parameters of a strategy that computes one value a table or group. */
export const fittedParams = z.strictObject({ by });

/** Parameters of a strategy that looks at a row's neighbours. */
export const orderedParams = z.strictObject({
  order: columns(
    text("In the order of", "В порядке"),
    text(
      "Columns that put the rows in order; ties are broken by the rows' content.",
      "Колонки, задающие порядок строк; при равенстве решает содержимое строк.",
    ),
  ),
  by,
});

const groupingSchema = z.object({
  by: z.array(z.string()).default([]),
  order: z.array(z.string()).default([]),
});

/** The columns that a strategy's parsed parameters group and order by; none where it does neither. */
export const groupingOf = (params: unknown): z.infer<typeof groupingSchema> =>
  groupingSchema.safeParse(params).data ?? { by: [], order: [] };
