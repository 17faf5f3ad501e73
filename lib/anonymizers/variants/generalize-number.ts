import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { literal, type Sql, sql, unsafeText } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { decimalPlaces, exactNumber, inUnits, units, written } from "../exact-number.ts";
import { text, textParam } from "../texts.ts";

interface Parameters {
  readonly width?: string | undefined;
  readonly origin?: string | undefined;
  readonly bottom?: string | undefined;
  readonly top?: string | undefined;
  readonly edges?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly output: "interval" | "lower";
}

const numbersOf = (p: Parameters): string[] =>
  [p.width, p.origin, p.bottom, p.top, ...(p.edges ?? [])].filter((value) => value !== undefined);

/** Decimals that the parameters need: everything is computed in whole units of the last of them. */
const decimalsOf = (p: Parameters): number => Math.max(0, ...numbersOf(p).map(decimalPlaces));

const isAscending = (values: readonly string[]): boolean =>
  values.every((value, at) => at === 0 || units(values[at - 1] ?? "", 6) < units(value, 6));

const isAligned = (p: Parameters): boolean =>
  p.width === undefined ||
  [p.bottom, p.top].every(
    (end) =>
      end === undefined || (units(end, 6) - units(p.origin ?? "0", 6)) % units(p.width ?? "1", 6) === 0n,
  );

/** One branch for each interval between edges, named by its label or its bounds. */
function byEdges(value: Sql, p: Parameters, decimals: number): Sql {
  const edges = p.edges ?? [];
  const label = (at: number): string => {
    const low = edges[at - 1];
    const high = edges[at];
    return (
      p.labels?.[at] ?? `${low === undefined ? "(-inf" : `[${low}`}, ${high === undefined ? "inf" : high})`
    );
  };
  const cases = edges.map(
    (edge, at) => sql` when ${value} < ${literal(units(edge, decimals))} then ${label(at)}`,
  );
  const all = cases.reduce((sum, one) => sql`${sum}${one}`);
  return sql`case${all} when ${value} is not null then ${label(edges.length)} end`;
}

function byWidth(value: Sql, type: ColumnType, p: Parameters, decimals: number): Sql {
  const number = (text: string): Sql => literal(units(text, decimals));
  const width = number(p.width ?? "1");
  const rest = sql`((${value} - ${number(p.origin ?? "0")}) % ${width} + ${width}) % ${width}`;
  const lower = sql`(${value} - ${rest})`;
  const { bottom, top } = p;
  const low =
    bottom === undefined ? sql`` : sql` when ${value} < ${number(bottom)} then ${`(-inf, ${bottom})`}`;
  if (p.output === "interval") {
    const high = top === undefined ? sql`` : sql` when ${value} >= ${number(top)} then ${`[${top}, inf)`}`;
    const interval = sql`'[' || ${written(lower, decimals)} || ', ' || ${written(sql`(${lower} + ${width})`, decimals)} || ')'`;
    return sql`case${low}${high} when ${value} is not null then ${interval} end`;
  }
  // `least` would pass over a null and answer the bound.
  const bounded =
    top === undefined
      ? lower
      : sql`case when ${value} >= ${number(top)} then ${number(top)} else ${lower} end`;
  if (type.name === "float") return sql`cast(${written(bounded, decimals)} as double)`;
  return decimals === 0
    ? bounded
    : sql`cast(${written(bounded, decimals)} as decimal(19,${unsafeText(String(decimals))}))`;
}

const returns = (type: ColumnType, p: Parameters): ColumnType => {
  if (p.output === "interval") return { name: "string" };
  if (type.name === "float") return { name: "float" };
  const scale = decimalsOf(p);
  return scale === 0 ? { name: "integer" } : { name: "decimal", precision: 19, scale };
};

/** Keeps the interval that a number lies in: of equal width, or between given edges. */
export const generalizeNumber = defineAnonymizer({
  id: "generalize-number",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  returns,
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
  params: z
    .strictObject({
      width: exactNumber(
        text("Width", "Ширина"),
        text("10 makes [0, 10), [10, 20) …", "10 даёт [0, 10), [10, 20) …"),
      ).optional(),
      origin: exactNumber(text("Where an interval begins", "Начало отсчёта")).optional(),
      bottom: exactNumber(text("All below is one", "Всё ниже — вместе")).optional(),
      top: exactNumber(
        text("From here on is one", "Отсюда и выше — вместе"),
        text("90 for ages, as HIPAA asks.", "90 для возраста, как требует HIPAA."),
      ).optional(),
      edges: z
        .array(exactNumber(text("Edge", "Граница")))
        .min(1)
        .max(200)
        .optional()
        .meta({ label: text("Edges", "Границы"), help: text("Instead of a width.", "Вместо ширины.") }),
      labels: z
        .array(textParam({ min: 1, max: 100 }))
        .optional()
        .meta({
          label: text("Labels", "Подписи"),
          help: text("One more than edges.", "На одну больше, чем границ."),
        }),
      output: z
        .enum(["interval", "lower"])
        .default("interval")
        .meta({
          label: text("Write as", "Записать как"),
          help: text(
            "interval: [10, 20); lower: the lower bound as a number.",
            "interval: [10, 20); lower: нижняя граница числом.",
          ),
        }),
    })
    .refine((p) => (p.width === undefined) !== (p.edges === undefined), {
      message: "give either a width or edges",
    })
    .refine((p) => p.width === undefined || units(p.width, 6) > 0n, { message: "a width is above zero" })
    .refine((p) => isAscending(p.edges ?? []), { message: "edges ascend" })
    .refine((p) => p.labels === undefined || p.labels.length === (p.edges?.length ?? -2) + 1, {
      message: "labels are one more than edges",
    })
    .refine((p) => p.edges === undefined || (p.origin ?? p.bottom ?? p.top) === undefined, {
      message: "edges take no origin, bottom or top",
    })
    .refine((p) => p.output === "interval" || (p.edges === undefined && p.bottom === undefined), {
      message: "what lies below the lowest edge has no lower bound",
    })
    .refine(isAligned, { message: "bottom and top must fall between intervals" })
    .refine((p) => p.bottom === undefined || p.top === undefined || units(p.bottom, 6) < units(p.top, 6), {
      message: "bottom is not below top",
    }),
  compile: {
    duckdb: ({ value, type, params }) => {
      const decimals = decimalsOf(params);
      const number = inUnits(value, type, decimals);
      return params.edges ? byEdges(number, params, decimals) : byWidth(number, type, params, decimals);
    },
  },
  technique: { dpv: null, etlx: "generalize-number", label: text("Generalisation", "Обобщение") },
  docs: {
    title: text("Coarsen numbers", "Огрубление чисел"),
    summary: text("Keeps the interval a number lies in.", "Оставляет интервал, в который попадает число."),
    risk: text(
      "Extremes stand alone in their interval: set a bottom and a top.",
      "Крайние значения одиноки в своём интервале: задайте нижнюю и верхнюю границы.",
    ),
    examples: [
      { params: { width: 10 }, type: "integer", input: "37", output: "[30, 40)" },
      { params: { width: 10 }, type: "integer", input: "-1", output: "[-10, 0)" },
      { params: { width: 10, origin: 5 }, type: "integer", input: "37", output: "[35, 45)" },
      { params: { width: 10, bottom: 20, top: 90 }, type: "integer", input: "101", output: "[90, inf)" },
      { params: { width: 10, bottom: 20, top: 90 }, type: "integer", input: "19", output: "(-inf, 20)" },
      { params: { width: "0.05" }, type: "decimal(10,4)", input: "1.2345", output: "[1.20, 1.25)" },
      { params: { width: "0.01" }, type: "float", input: "0.29", output: "[0.29, 0.30)" },
      { params: { width: 1000, output: "lower" }, type: "decimal(12,2)", input: "-1234.56", output: "-2000" },
      { params: { width: 10, top: 90, output: "lower" }, type: "integer", input: "101", output: "90" },
      { params: { width: "0.5", output: "lower" }, type: "float", input: "1.75", output: "1.5" },
      {
        params: { edges: [18, 65], labels: ["child", "adult", "senior"] },
        type: "integer",
        input: "65",
        output: "senior",
      },
      { params: { edges: [18, 65] }, type: "integer", input: "17", output: "(-inf, 18)" },
      { params: { edges: ["0.5", "1"] }, type: "decimal(4,2)", input: "0.50", output: "[0.5, 1)" },
      { params: { width: 10 }, type: "integer", input: null, output: null },
    ],
  },
});
