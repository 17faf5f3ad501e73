import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { literal, type Sql, sql, unsafeText } from "#lib/sql";
import { type AnonymizeContext, defineAnonymizer } from "../definition.ts";
import { decimalPlaces, exactNumber, units } from "../exact-number.ts";
import { text } from "../texts.ts";

interface Parameters {
  readonly preset?: "hipaa-age" | undefined;
  readonly bottom?: string | undefined;
  readonly top?: string | undefined;
  readonly lowPercentile?: number | undefined;
  readonly highPercentile?: number | undefined;
  readonly output: "number" | "label";
}
type Context = AnonymizeContext<Parameters>;

/** A fitted bound hides at least so many rows behind it; with fewer in the table there is none. */
const fewestRows = 10;

/** All ages of 90 and over are one (45 CFR 164.514(b)(2)(i)(C)). */
const hipaaAge = "90";

const engineType = (type: ColumnType): Sql =>
  unsafeText(
    type.name === "decimal"
      ? `decimal(${type.precision},${type.scale})`
      : type.name === "integer"
        ? "bigint"
        : "double",
  );

/**
 * A percentile of the surviving rows, never the value of one of fewer than ten, and told to two digits only, rounded
 * towards the middle: the exact figure belongs to somebody. Null for a table that is too small.
 */
function fitted({ overRows, type }: Context, percentile: number, end: "low" | "high"): Sql {
  if (!overRows) return sql`null`;
  const share = sql`cast(${String(percentile / 100)} as double)`;
  const number = (value: Sql): Sql =>
    sql`case when isfinite(cast(${value} as double)) then cast(${value} as double) end`;
  const pick = (value: Sql): Sql =>
    end === "high"
      ? sql`least(quantile_disc(${value}, ${share}), max(${value}, ${fewestRows})[${fewestRows}])`
      : sql`greatest(quantile_disc(${value}, ${share}), min(${value}, ${fewestRows})[${fewestRows}])`;
  const step = (bound: Sql): Sql => sql`power(10, floor(log10(abs(nullif(${bound}, 0)))) - 1)`;
  const coarse = (bound: Sql): Sql =>
    sql`coalesce(${unsafeText(end === "high" ? "floor" : "ceil")}(round(${bound} / ${step(bound)}, 6)) * ${step(bound)}, ${bound})`;
  return overRows((value) => {
    const finite = number(value);
    return sql`try_cast(case when count(${finite}) >= ${fewestRows} then ${coarse(pick(finite))} end as ${engineType(type)})`;
  });
}

/** A bound of the document, or a fitted one; undefined where that end is open. */
function boundOf(context: Context, end: "low" | "high"): Sql | undefined {
  const { params, type } = context;
  const percentile = end === "low" ? params.lowPercentile : params.highPercentile;
  if (percentile !== undefined) return fitted(context, percentile, end);
  const given = end === "low" ? params.bottom : params.preset ? hipaaAge : params.top;
  return given === undefined ? undefined : sql`cast(${literal(given)} as ${engineType(type)})`;
}

const problem = (p: Parameters, type: ColumnType): Text | undefined => {
  const bounds = [p.bottom, p.top].filter((bound) => bound !== undefined);
  const places = type.name === "float" ? 6 : type.name === "decimal" ? type.scale : 0;
  const digits = type.name === "decimal" ? type.precision - type.scale : 18;
  const fits = bounds.every(
    (bound) =>
      decimalPlaces(bound) <= places && (bound.replace("-", "").split(".")[0] ?? "").length <= digits,
  );
  return fits
    ? undefined
    : text("a bound is no value of the column's type", "граница не является значением типа колонки");
};

const percentile = (label: Text) =>
  z
    .number()
    .gt(0)
    .lt(100)
    .optional()
    .meta({
      label,
      help: text(
        "Found among the rows that survive, told to two digits, never shown in reports.",
        "Находится по оставшимся строкам, с точностью до двух цифр, в отчётах не показывается.",
      ),
    });

/** Joins the extremes of a number: all above one bound and all below another become the bound. */
export const topBottomCode = defineAnonymizer({
  id: "top-bottom-code",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  returns: (type: ColumnType, { output, preset }: Parameters): ColumnType =>
    output === "label" || preset ? { name: "string" } : type,
  properties: {
    deterministic: true,
    keyed: false,
    reversible: false,
    unique: "lossy",
    nulls: "kept",
    acrossRows: (p: Parameters) => p.lowPercentile !== undefined || p.highPercentile !== undefined,
  },
  params: z
    .strictObject({
      preset: z
        .enum(["hipaa-age"])
        .optional()
        .meta({
          label: text("Kind", "Вид"),
          help: text("hipaa-age: ages above 89 become 90+.", "hipaa-age: возраст старше 89 становится 90+."),
        }),
      bottom: exactNumber(text("Bottom", "Нижняя граница")).optional(),
      top: exactNumber(text("Top", "Верхняя граница")).optional(),
      lowPercentile: percentile(text("Bottom at the percentile", "Нижняя граница — процентиль")),
      highPercentile: percentile(text("Top at the percentile", "Верхняя граница — процентиль")),
      output: z
        .enum(["number", "label"])
        .default("number")
        .meta({
          label: text("Write as", "Записать как"),
          help: text("number: 90; label: 90+ and ≤17.", "number: 90; label: 90+ и ≤17."),
        }),
    })
    .refine((p) => p.bottom === undefined || p.lowPercentile === undefined, {
      message: "give either a bottom or its percentile",
    })
    .refine((p) => p.top === undefined || p.highPercentile === undefined, {
      message: "give either a top or its percentile",
    })
    .refine(
      (p) =>
        (p.preset === undefined) !==
        ((p.bottom ?? p.top ?? p.lowPercentile ?? p.highPercentile) === undefined),
      { message: "give a kind or bounds" },
    )
    .refine((p) => p.bottom === undefined || p.top === undefined || units(p.bottom, 6) < units(p.top, 6), {
      message: "the bottom is not below the top",
    })
    .refine((p) => (p.lowPercentile ?? 0) < (p.highPercentile ?? 100), {
      message: "the lower percentile is not below the upper one",
    }),
  problem,
  compile: {
    duckdb: (context) => {
      const { value, type, params } = context;
      const present = type.name === "float" ? sql`case when isfinite(${value}) then ${value} end` : value;
      const low = boundOf(context, "low");
      const high = boundOf(context, "high");
      const labelled = params.output === "label" || params.preset !== undefined;
      const plain = labelled ? sql`cast(${present} as varchar)` : present;
      const below = low && (labelled ? sql`'≤' || cast(${low} as varchar)` : low);
      const above = high && (labelled ? sql`cast(${high} as varchar) || '+'` : high);
      // A bound that could not be fitted is null: then nothing is published.
      const unknown = [low, high].map((bound) => (bound ? sql` when ${bound} is null then null` : sql``));
      const cases = [
        ...unknown,
        below && low ? sql` when ${present} <= ${low} then ${below}` : sql``,
        above && high ? sql` when ${present} >= ${high} then ${above}` : sql``,
      ].reduce((all, one) => sql`${all}${one}`);
      return sql`case when ${present} is null then null${cases} else ${plain} end`;
    },
  },
  technique: {
    dpv: null,
    etlx: "top-bottom-code",
    label: text("Top and bottom coding", "Ограничение крайних значений"),
  },
  docs: {
    title: text("Join extremes", "Объединить крайние значения"),
    summary: text(
      "All values above a bound become the bound, and all below another one. Percentiles need ten rows at least.",
      "Все значения выше границы становятся границей, как и все ниже другой. Для процентилей нужно не меньше десяти строк.",
    ),
    risk: text("What lies between the bounds stays exact.", "Всё между границами остаётся точным."),
    examples: [
      { params: { top: 90 }, type: "integer", input: "101", output: "90" },
      { params: { top: 90, bottom: 18, output: "label" }, type: "integer", input: "101", output: "90+" },
      { params: { top: 90, bottom: 18, output: "label" }, type: "integer", input: "17", output: "≤18" },
      { params: { top: 90, bottom: 18, output: "label" }, type: "integer", input: "44", output: "44" },
      { params: { preset: "hipaa-age" }, type: "integer", input: "89", output: "89" },
      { params: { preset: "hipaa-age" }, type: "integer", input: "90", output: "90+" },
      { params: { bottom: "0.50" }, type: "decimal(6,2)", input: "-3.10", output: "0.50" },
      { params: { top: "1000.5" }, type: "float", input: "inf", output: null },
      { params: { top: 90 }, type: "integer", input: null, output: null },
    ],
  },
});
