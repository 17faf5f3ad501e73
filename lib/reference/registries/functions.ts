import { type FunctionParameter, functionDocs, functions, type ScalarFunction } from "#lib/sql";
import { defineTopic } from "../define-topic.ts";
import type { Entry, Part } from "../entry.ts";
import { code, entry, fact, text, words } from "../parts.ts";

const typeNames: Readonly<Record<string, Part>> = {
  text: words("text", "текст"),
  number: words("number", "число"),
  boolean: words("true or false", "истина или ложь"),
  date: words("date", "дата"),
  timestamp: words("timestamp", "метка времени"),
  same: words("any, all alike", "любой, все одинаковые"),
  count: words("whole number", "целое число"),
  scale: words("number of decimals", "число знаков"),
  pattern: words("regular expression (RE2), written out", "регулярное выражение (RE2), записанное явно"),
  unit: words("unit such as 'month'", "единица, например 'month'"),
  part: words("part such as 'isodow'", "часть, например 'isodow'"),
};

const named = (id: string): Part => typeNames[id] ?? code(id);

const parameterParts = (parameter: FunctionParameter): readonly Part[] =>
  typeof parameter === "string" ? [named(parameter)] : parameter.map(named);

const signatureOf = (
  id: string,
  { parameters, least = parameters.length, repeats }: ScalarFunction,
): string => {
  const places = parameters.map((parameter, at) => {
    const name = typeof parameter === "string" ? parameter : parameter.join("|");
    return at < least ? name : `[${name}]`;
  });
  return `${id}(${[...places, ...(repeats ? ["…"] : [])].join(", ")})`;
};

const entryOf = (id: keyof typeof functions): Entry => {
  const definition: ScalarFunction = functions[id];
  const { summary, example } = functionDocs[id];
  return {
    id,
    title: { en: id, ru: id },
    summary,
    facts: [
      fact(text("Written", "Запись"), code(signatureOf(id, definition))),
      ...definition.parameters.map((parameter, at) =>
        fact(text(`Argument ${at + 1}`, `Аргумент ${at + 1}`), ...parameterParts(parameter)),
      ),
      fact(text("Returns", "Возвращает"), named(definition.returns)),
      fact(
        text("Used in", "Применяется в"),
        entry("anonymization", "column-script"),
        entry("anonymization", "conditional"),
        entry("table-checks", "expression"),
      ),
    ],
    parameters: [],
    examples: [{ before: [{ text: example.expression }], after: [{ text: example.result }] }],
    snippet: { place: text("in an expression", "в выражении"), text: example.expression },
  };
};

// Keys of the list of functions, in its order.
const ids = Object.keys(functions) as (keyof typeof functions)[];

export const functionsTopic = defineTopic({
  id: "functions",
  title: text("Functions of expressions", "Функции выражений"),
  summary: text(
    "What conditions and own expressions may call, beside comparisons, arithmetic, case, like, in and between.",
    "Что можно вызывать в условиях и своих выражениях, кроме сравнений, арифметики, case, like, in и between.",
  ),
  entries: () => ids.map(entryOf),
});
