import { z } from "zod";
import { type ColumnType, columnTypeNames } from "#lib/contracts";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

const outputs = ["string", "integer", "float", "boolean", "date", "timestamp"] as const;

interface Parameters {
  readonly script: string;
  readonly scope: "values" | "column";
  readonly returns: (typeof outputs)[number];
  readonly unique: boolean;
}

/** Publishes what a function of a user makes of the values. What it promises is checked on the data of every run. */
export const pythonScript = defineAnonymizer({
  id: "python-script",
  version: 1,
  accepts: columnTypeNames,
  returns: (_type: ColumnType, { returns }: Parameters): ColumnType => ({ name: returns }),
  properties: {
    deterministic: true,
    keyed: false,
    reversible: false,
    unique: "lossy",
    nulls: "kept",
    acrossRows: ({ scope }: Parameters) => scope === "column",
  },
  privateParams: ["script"],
  declaresUnique: ({ unique }: Parameters) => unique,
  params: z.strictObject({
    script: textParam({ min: 1, max: 20_000 })
      .refine((script) => script.trim() !== "", { message: "an empty script" })
      .meta({
        label: text("Script", "Скрипт"),
        language: "python",
        help: text(
          "def rule(values) takes a pandas Series of present values and returns one of the same length and order. Rows whose result is missing or of another type go to quarantine.",
          "def rule(values) принимает Series из pandas с непустыми значениями и возвращает Series той же длины и порядка. Строки, где результат пуст или другого типа, идут в карантин.",
        ),
      }),
    scope: z
      .enum(["values", "column"])
      .default("values")
      .meta({
        label: text("Looks at", "Смотрит на"),
        help: text(
          "values: each different value once, in chunks; what becomes of one may not depend on others. column: all values together, sorted; for large tables they must fit into the sandbox's memory.",
          "values: каждое различное значение один раз, порциями; результат не зависит от других. column: все значения вместе, по порядку; у большой таблицы они должны поместиться в память песочницы.",
        ),
      }),
    returns: z
      .enum(outputs)
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
  script: ({ script, scope }) => ({ language: "python", script, scope }),
  technique: {
    dpv: null,
    etlx: "python-script",
    label: text("Own function (Python)", "Своя функция (Python)"),
  },
  docs: {
    title: text("Own function (Python)", "Своя функция (Python)"),
    summary: text(
      "Publishes what a function of your own makes of the values, over a pandas Series, in the sandbox: no network, no files, no keys.",
      "Публикует то, что ваша функция делает из значений, над Series из pandas в песочнице: без сети, файлов и ключей.",
    ),
    risk: text(
      "Nobody but the reviewer judges how much it hides; a hash in it has no key and can be looked up. A result that is missing goes to quarantine.",
      "Насколько она скрывает данные, решает только проверяющий; хеш в ней без ключа, его можно подобрать. Пустой результат ведёт в карантин.",
    ),
    examples: [
      {
        params: { script: 'def rule(values):\n    return values.str[:1].str.upper() + "."\n' },
        input: "anna",
        output: "A.",
      },
      {
        params: { script: "def rule(values):\n    return values // 10 * 10\n", returns: "integer" },
        type: "integer",
        input: "37",
        output: "30",
      },
      {
        params: {
          script:
            'import pandas as pd\n\ndef rule(values):\n    return pd.cut(values, [0, 18, 65, 200], labels=["minor", "adult", "senior"], right=False)\n',
        },
        type: "integer",
        input: "17",
        output: "minor",
      },
      {
        params: {
          script: 'def rule(values):\n    return values.rank(method="dense")\n',
          scope: "column",
          returns: "integer",
        },
        type: "float",
        input: "12.5",
        output: "1",
      },
      { params: { script: "def rule(values):\n    return values\n" }, input: null, output: null },
    ],
  },
});
