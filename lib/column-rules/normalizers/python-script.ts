import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { defineScriptNormalizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** A function in Python over the column's values, as they stand behind null tokens and before the cast. */
export const pythonScript = defineScriptNormalizer({
  id: "python-script",
  version: 1,
  phase: "parse",
  accepts: columnTypeNames,
  returns: "text",
  params: z.strictObject({
    script: textParam({ min: 1, max: 20_000 })
      .refine((script) => script.trim() !== "", { message: "an empty script" })
      .meta({
        label: text("Script", "Скрипт"),
        language: "python",
        help: text(
          "def rule(values) takes a pandas Series of present values and returns one of the same length and order. What is missing in it is a failed cast.",
          "def rule(values) принимает Series из pandas с непустыми значениями и возвращает Series той же длины и порядка. Пустое в нём — неудачное приведение.",
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
  }),
  script: ({ script, scope }) => ({ language: "python", script, scope }),
  docs: {
    title: text("Own function (Python)", "Своя функция (Python)"),
    summary: text(
      "Cleanses values by a function of your own over a pandas Series, in the sandbox: no network, no files, a fixed clock. What it returns passes the column's cast.",
      "Очищает значения вашей функцией над Series из pandas в песочнице: без сети и файлов, с неизменными часами. Результат проходит приведение к типу колонки.",
    ),
    examples: [
      {
        params: { script: "def rule(values):\n    return values.str.strip().str.title()\n" },
        input: "  anna smith ",
        output: "Anna Smith",
      },
      {
        params: {
          script:
            'def rule(values):\n    parts = values.str.extract(r"(\\d+) р\\.? (\\d+) к")\n    return parts[0] + "." + parts[1]\n',
        },
        type: "decimal(12,2)",
        input: "1200 р. 50 коп.",
        output: "1200.50",
      },
      {
        params: {
          script: "import pandas as pd\n\ndef rule(values):\n    return pd.to_numeric(values).round(-1)\n",
        },
        type: "integer",
        input: "37",
        output: "40",
      },
      { params: { script: "def rule(values):\n    return values.str.upper()\n" }, input: "", output: "" },
      { params: { script: "def rule(values):\n    return values\n" }, input: null, output: null },
    ],
  },
});
