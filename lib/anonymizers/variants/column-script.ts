import { z } from "zod";
import { type ColumnType, columnTypeNames, formatColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import {
  checkExpression,
  columnsOf,
  compileExpression,
  parseExpression,
  type Sql,
  sql,
  unsafeText,
} from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** The word for the column's own value: a foreign key that takes the rule over has another name than the key. */
const ownValue = "value";

/** What an expression can make, with the expression's own types that fit. */
const outputs = {
  string: { type: "varchar", from: ["text"] },
  integer: { type: "bigint", from: ["number"] },
  float: { type: "double", from: ["number"] },
  boolean: { type: "boolean", from: ["boolean"] },
  date: { type: "date", from: ["date"] },
  timestamp: { type: "timestamp", from: ["timestamp", "date"] },
} as const satisfies Readonly<Record<string, { readonly type: string; readonly from: readonly string[] }>>;
type Output = keyof typeof outputs;
const outputNames = [
  "string",
  "integer",
  "float",
  "boolean",
  "date",
  "timestamp",
] as const satisfies readonly Output[];

interface Parameters {
  readonly language: "sql" | "python";
  readonly expression: string;
  readonly returns: Output;
  readonly unique: boolean;
}

const noPython = text(
  "an expression is SQL; for Python choose the rule python-script",
  "выражение пишется на SQL; для Python выберите правило python-script",
);

/** Whole numbers only where whole numbers are promised: rounding is the expression's own business. */
const exact: Readonly<Record<Output, (value: Sql) => Sql>> = {
  string: (value) => value,
  integer: (value) => sql`case when ${value} = round(${value}) then ${value} end`,
  float: (value) => sql`case when isfinite(cast(${value} as double)) then ${value} end`,
  boolean: (value) => value,
  date: (value) => value,
  timestamp: (value) => value,
};

const otherColumns = ({ expression }: Parameters): readonly string[] => {
  const parsed = parseExpression(expression);
  return parsed.ok ? columnsOf(parsed.value).filter((column) => column !== ownValue) : [];
};

function problemInTable(
  p: Parameters,
  type: ColumnType,
  datatypes: ReadonlyMap<string, string>,
): Text | undefined {
  const parsed = parseExpression(p.expression);
  if (!parsed.ok) return parsed.error.message;
  const checked = checkExpression(parsed.value, {
    get: (name) => (name === ownValue ? formatColumnType(type) : datatypes.get(name)),
  });
  if (!checked.ok) return checked.error.message;
  const fitting: readonly string[] = outputs[p.returns].from;
  return checked.value === "null" || fitting.includes(checked.value)
    ? undefined
    : text(`the expression makes no ${p.returns}`, `выражение не даёт ${p.returns}`);
}

/** Publishes what an expression of a user makes of the value. What it promises is checked on the data of every run. */
export const columnScript = defineAnonymizer({
  id: "column-script",
  version: 1,
  accepts: columnTypeNames.filter((name) => name !== "binary"),
  returns: (_type: ColumnType, { returns }: Parameters): ColumnType => ({ name: returns }),
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
  columnsUsed: otherColumns,
  columnsShown: otherColumns,
  privateParams: ["expression"],
  declaresUnique: ({ unique }) => unique,
  params: z.strictObject({
    language: z
      .enum(["sql", "python"])
      .default("sql")
      .meta({ label: text("Language", "Язык") }),
    expression: textParam({ min: 1, max: 10_000 }).meta({
      label: text("Expression", "Выражение"),
      language: "expression",
      help: text(
        "value is the column's value; other columns by name. Failed casts and divisions by zero go to quarantine.",
        "value — значение колонки; другие колонки по имени. Неудачное приведение и деление на ноль ведут в карантин.",
      ),
    }),
    returns: z
      .enum(outputNames)
      .default("string")
      .meta({ label: text("Type of the result", "Тип результата") }),
    unique: z
      .boolean()
      .default(false)
      .meta({
        label: text("Different values stay different", "Разные значения остаются разными"),
        help: text(
          "Checked on the data: a run that finds otherwise fails.",
          "Проверяется на данных: иначе запуск не пройдёт.",
        ),
      }),
  }),
  problem: ({ language, expression }) => {
    if (language === "python") return noPython;
    const parsed = parseExpression(expression);
    return parsed.ok ? undefined : parsed.error.message;
  },
  problemInTable,
  compile: {
    duckdb: ({ value, params, column }) => {
      const parsed = parseExpression(params.expression);
      if (params.language !== "sql" || !parsed.ok) return sql`null`;
      const made = compileExpression(parsed.value, (name) => (name === ownValue ? value : column(name)));
      // Null stays null, whatever the expression says of it, so that a missing value tells nothing of other columns.
      const cast = sql`try_cast(${exact[params.returns](made)} as ${unsafeText(outputs[params.returns].type)})`;
      return sql`case when ${value} is not null then ${cast} end`;
    },
  },
  technique: { dpv: null, etlx: "column-script", label: text("Own expression", "Своё выражение") },
  docs: {
    title: text("Own expression", "Своё выражение"),
    summary: text(
      "Publishes what an SQL expression makes of the value, with plain functions only.",
      "Публикует то, что SQL-выражение делает из значения; доступны только простые функции.",
    ),
    risk: text(
      "Nobody but the reviewer judges how much it hides. A result that is null goes to quarantine.",
      "Насколько оно скрывает данные, решает только проверяющий. Пустой результат ведёт в карантин.",
    ),
    examples: [
      { params: { expression: "upper(left(value, 1)) || '.'" }, input: "anna", output: "A." },
      {
        params: { expression: "case when value < 18 then 'minor' else 'adult' end" },
        type: "integer",
        input: "17",
        output: "minor",
      },
      {
        params: { expression: "round(value / 10) * 10", returns: "integer" },
        type: "integer",
        input: "37",
        output: "40",
      },
      { params: { expression: "value / 0", returns: "float" }, type: "integer", input: "37", output: null },
      { params: { expression: "upper(value)", unique: true }, input: "a", output: "A" },
      { params: { expression: "coalesce(value, 'none')" }, input: null, output: null },
    ],
  },
});
