import { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import { join, literal, type Sql, sql, unsafeText } from "#lib/sql";
import { type AnonymizeContext, defineAnonymizer } from "../definition.ts";
import { text } from "../texts.ts";

interface Parameters {
  readonly distribution: "laplace" | "gaussian";
  readonly scale: number;
  readonly mode: "absolute" | "relative";
  readonly least?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

const double = (value: number): Sql => sql`cast(${String(value)} as double)`;

/**
 * A number in (0, 1): 52 bits and a half, so that neither end is reached by rounding and its logarithm is finite.
 * Kept out of `case`, inside which the engine would compute the hash once for each mention.
 */
const uniform = (pick: Sql): Sql => sql`((cast(${pick} >> 12 as double) + 0.5) / 4503599627370496.0)`;

/** Noise of mean 0 and scale 1 (Laplace: mean deviation, Gaussian: standard deviation). */
function unitNoise(distribution: Parameters["distribution"], pick: (use: string) => Sql): Sql {
  const u = uniform(pick("noise"));
  if (distribution === "laplace") return sql`(sign(0.5 - ${u}) * ln(1 - 2 * abs(${u} - 0.5)))`;
  // Box and Muller, from the two halves of one hash.
  const half = (bits: Sql): Sql => sql`((cast(${bits} as double) + 0.5) / 4294967296.0)`;
  const hash = pick("noise");
  return sql`(sqrt(-2 * ln(${half(sql`(${hash} >> 32)`)})) * cos(2 * pi() * ${half(sql`(${hash} % 4294967296)`)}))`;
}

/** Folds what left the bounds back inside, so that no values pile up at them. */
function reflected(value: Sql, minimum: number | undefined, maximum: number | undefined): Sql {
  if (minimum !== undefined && maximum !== undefined) {
    const width = maximum - minimum;
    const turn = sql`fmod(abs(${value} - ${double(minimum)}), ${double(2 * width)})`;
    return sql`(${double(minimum)} + ${double(width)} - abs(${double(width)} - ${turn}))`;
  }
  if (minimum !== undefined) return sql`(${double(minimum)} + abs(${value} - ${double(minimum)}))`;
  if (maximum !== undefined) return sql`(${double(maximum)} - abs(${double(maximum)} - ${value}))`;
  return value;
}

/** Back to the column's type; out of its range is null, never an error that shows a number. */
function rounded(value: Sql, type: ColumnType): Sql {
  if (type.name === "float") return value;
  const target = type.name === "decimal" ? `decimal(${type.precision},${type.scale})` : "bigint";
  const places = type.name === "decimal" ? type.scale : 0;
  return sql`try_cast(round(${value}, ${places}) as ${unsafeText(target)})`;
}

/** Numbers so large that noise could make them infinite, and what is no number, are null and go to quarantine. */
const tame = (value: Sql, type: ColumnType): Sql =>
  type.name === "float"
    ? sql`case when abs(${value}) < 1e290 then ${value} end`
    : sql`cast(${value} as double)`;

/** The row's identity, the column, the value and the parameters: a re-run or another scale cannot be averaged or subtracted out. */
function seedOf({ identity, path, canonical, params }: AnonymizeContext<Parameters>): Sql | undefined {
  if (identity === undefined) return undefined;
  const separator = unsafeText(" || chr(31) || ");
  const settings = [
    params.distribution,
    params.scale,
    params.mode,
    params.least ?? "",
    params.minimum ?? "",
    params.maximum ?? "",
  ];
  return join([identity, literal(path ?? ""), canonical, literal(settings.join("/"))], separator);
}

const bound = (label: ReturnType<typeof text>) => z.number().optional().meta({ label });

/** Adds noise that is decided by the row, the value and the key: the same in every run of the same data. */
export const noise = defineAnonymizer({
  id: "noise",
  version: 1,
  accepts: ["integer", "decimal", "float"],
  returns: "same",
  needs: ["identity"],
  properties: { deterministic: true, keyed: true, reversible: false, unique: "lossy", nulls: "kept" },
  params: z
    .strictObject({
      distribution: z
        .enum(["laplace", "gaussian"])
        .default("laplace")
        .meta({ label: text("Distribution", "Распределение") }),
      scale: z
        .number()
        .positive()
        .max(1e15)
        .meta({
          label: text("Scale", "Масштаб"),
          help: text(
            "In the column's unit, or as a share of the value.",
            "В единицах колонки или как доля значения.",
          ),
        }),
      mode: z
        .enum(["absolute", "relative"])
        .default("absolute")
        .meta({ label: text("Scale is", "Масштаб") }),
      least: z
        .number()
        .positive()
        .max(1e15)
        .optional()
        .meta({
          label: text("Least scale", "Наименьший масштаб"),
          help: text(
            "For a relative scale: values near zero would get no noise.",
            "Для относительного масштаба: иначе значения около нуля не изменятся.",
          ),
        }),
      minimum: bound(text("Not below", "Не ниже")),
      maximum: bound(text("Not above", "Не выше")),
    })
    .refine((p) => (p.mode === "relative") === (p.least !== undefined), {
      message: "a relative scale, and only it, needs a least scale",
    })
    .refine((p) => p.minimum === undefined || p.maximum === undefined || p.minimum < p.maximum, {
      message: "the lower bound is not below the upper one",
    }),
  compile: {
    duckdb: (context) => {
      const { value, type, keyed, params } = context;
      const seed = seedOf(context);
      if (seed === undefined) return sql`null`;
      const number = tame(value, type);
      const scale =
        params.mode === "absolute"
          ? double(params.scale)
          : sql`greatest(${double(params.scale)} * abs(${number}), ${double(params.least ?? 0)})`;
      const noisy = sql`(${number} + ${scale} * ${unitNoise(params.distribution, (use) => keyed.pick(seed, use))})`;
      return rounded(reflected(noisy, params.minimum, params.maximum), type);
    },
  },
  technique: { dpv: null, etlx: "noise", label: text("Noise", "Зашумление") },
  docs: {
    title: text("Add noise", "Добавить шум"),
    summary: text(
      "Adds a random amount that the same row always gets. Needs a primary key. Values are folded back at bounds and rounded like the column.",
      "Добавляет случайную величину, одну и ту же для строки. Нужен первичный ключ. У границ значения отражаются и округляются, как в колонке.",
    ),
    risk: text(
      "It hides exact values, not large ones, and promises no differential privacy. About 15 digits of a value take part.",
      "Скрывает точные значения, но не крупные, и не даёт дифференциальной приватности. Участвует около 15 знаков значения.",
    ),
    examples: [
      { params: { scale: 10 }, type: "integer", input: "100" },
      {
        params: { scale: 0.1, mode: "relative", least: 1, distribution: "gaussian" },
        type: "decimal(12,2)",
        input: "1234.56",
      },
      { params: { scale: 5, minimum: 0, maximum: 120 }, type: "integer", input: "3" },
      { params: { scale: 5, minimum: 0 }, type: "float", input: "0.5" },
      { params: { scale: 5, maximum: 9 }, type: "float", input: "9" },
      { params: { scale: 10 }, type: "integer", input: null, output: null },
    ],
  },
});
