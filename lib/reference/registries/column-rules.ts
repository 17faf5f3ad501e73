import {
  checks,
  findCheck,
  findNormalizer,
  findNullStrategy,
  type Normalizer,
  type NullStrategy,
  normalizers,
  nullStrategies,
  type RuleExample,
  returnsOf,
} from "#lib/column-rules";
import { type ColumnType, parseColumnType, violationPolicySchema } from "#lib/contracts";
import { defineTopic } from "../define-topic.ts";
import { describeParameters } from "../describe-parameters.ts";
import type { Cell, Entry, EntryExample, Part } from "../entry.ts";
import {
  acceptsFact,
  cell,
  code,
  ended,
  exampleBase,
  fact,
  pretty,
  ruleUse,
  several,
  text,
  versionFact,
  words,
} from "../parts.ts";

const phases: Readonly<Record<Normalizer["phase"], Part>> = {
  text: words("on the text, before null tokens are looked for", "над текстом, до поиска пустых обозначений"),
  parse: words("reads the text as the column's type", "читает текст как тип колонки"),
  value: words("on the typed value, after the cast", "над значением типа колонки, после приведения"),
};

const typeOf = (given: string | undefined): ColumnType =>
  parseColumnType(given ?? "string") ?? { name: "string" };

/** What a normalizer yields, over its examples: their parameters decide it. */
function yields(rule: Normalizer): readonly Part[] {
  const made = new Set(
    rule.docs.examples.map((example) =>
      returnsOf(rule, typeOf(example.type), rule.params.parse(example.params ?? {})),
    ),
  );
  return [...made].map((one) => (one === "text" ? words("text", "текст") : code(one)));
}

const normalizedTo = (rule: Normalizer, { input, output }: RuleExample): Cell =>
  output === null && input !== null && rule.phase === "parse" ? ended("cast-failure") : cell(output);

const normalizerEntry = (rule: Normalizer): Entry => ({
  id: rule.id,
  title: rule.docs.title,
  summary: rule.docs.summary,
  facts: [
    acceptsFact(rule.accepts),
    fact(text("Works", "Работает"), phases[rule.phase]),
    fact(text("Yields", "Даёт"), ...yields(rule)),
    versionFact(rule.version),
  ],
  parameters: describeParameters(rule.params),
  examples: rule.docs.examples.map((example) => ({
    ...exampleBase(example),
    before: [cell(example.input)],
    after: [normalizedTo(rule, example)],
  })),
  snippet: {
    place: text("in a column", "в колонке"),
    text: pretty({ normalize: [ruleUse(rule.id, rule.docs.examples[0]?.params)] }),
  },
});

const fills: Readonly<Record<NullStrategy["fill"], Part>> = {
  policy: words("decides about the row", "решает судьбу строки"),
  row: words("from its parameters", "из параметров"),
  fitted: words(
    "with one value of the table or group, over the rows that survive Keys",
    "одним значением таблицы или группы по строкам, прошедшим этап «Ключи»",
  ),
  ordered: words("by neighbours in an order of the rows", "по соседям в порядке строк"),
};

function filled(rule: NullStrategy, example: RuleExample): Pick<EntryExample, "before" | "after"> {
  const { input, output } = example;
  // A row that nothing fills is rejected.
  const fill = output === null ? ended("quarantine") : cell(output);
  if (rule.fill === "policy")
    return {
      before: [cell(input)],
      after: [input === null && rule.policy === "reject" ? ended("quarantine") : cell(input)],
    };
  if (rule.fill === "row") return { before: [cell(input)], after: [fill] };
  const before = several(input);
  if (rule.fill === "ordered")
    return {
      before,
      after: several(output).map((one) => ("outcome" in one ? ended("quarantine") : one)),
    };
  // The engine computes one value: it goes where the empty one stands.
  return input === null
    ? { before, after: [fill] }
    : { before: [...before, ended("empty")], after: [...before, fill] };
}

const nullEntry = (rule: NullStrategy): Entry => ({
  id: rule.id,
  title: rule.docs.title,
  summary: rule.docs.summary,
  facts: [
    acceptsFact(rule.accepts),
    fact(text("Fills", "Заполняет"), fills[rule.fill]),
    versionFact(rule.version),
  ],
  parameters: describeParameters(rule.params),
  examples: rule.docs.examples.map((example) => ({ ...exampleBase(example), ...filled(rule, example) })),
  snippet: {
    place: text("in a column", "в колонке"),
    text: pretty({ nulls: { ...ruleUse(rule.id, rule.docs.examples[0]?.params), tokens: ["", "N/A"] } }),
  },
});

const policies = (canClamp: boolean): readonly Part[] =>
  violationPolicySchema.options.filter((one) => one !== "clamp" || canClamp).map(code);

const checkEntry = (id: string): Entry[] => {
  const rule = findCheck(id);
  if (!rule) return [];
  return [
    {
      id,
      title: rule.docs.title,
      summary: rule.docs.summary,
      facts: [
        acceptsFact(rule.accepts),
        fact(
          text("Looks at", "Смотрит на"),
          rule.scope === "row"
            ? words("one value at a time", "одно значение")
            : words("all rows that survive", "все оставшиеся строки"),
        ),
        fact(
          text("On a violation", "При нарушении"),
          ...policies(rule.scope === "row" && rule.clamp !== undefined),
        ),
        versionFact(rule.version),
      ],
      parameters: describeParameters(rule.params),
      examples: rule.docs.examples.map((example) => ({
        ...exampleBase(example),
        ...(rule.scope === "table" ? { lines: true as const } : {}),
        before: rule.scope === "table" ? several(example.input) : [cell(example.input)],
        after: (example.output ?? "").split(",").map((one) => ended(one === "violated" ? one : "passes")),
      })),
      snippet: {
        place: text("in a column", "в колонке"),
        text: pretty({
          checks: [{ ...ruleUse(id, rule.docs.examples[0]?.params), onViolation: "reject" }],
        }),
      },
    },
  ];
};

export const normalizersTopic = defineTopic({
  id: "normalizers",
  title: text("Normalizers", "Нормализаторы"),
  summary: text(
    "Bring values into one form, in the order they are listed.",
    "Приводят значения к одной форме, по порядку.",
  ),
  entries: () => normalizers.flatMap(({ id }) => findNormalizer(id) ?? []).map(normalizerEntry),
});

export const nullStrategiesTopic = defineTopic({
  id: "null-strategies",
  title: text("Null strategies", "Стратегии пустых значений"),
  summary: text("What happens to empty values.", "Что происходит с пустыми значениями."),
  entries: () => nullStrategies.flatMap(({ id }) => findNullStrategy(id) ?? []).map(nullEntry),
});

export const checksTopic = defineTopic({
  id: "checks",
  title: text("Checks of columns", "Проверки колонок"),
  summary: text("What a present value must fulfil.", "Чему должно удовлетворять непустое значение."),
  elsewhere: "table-checks",
  entries: () => checks.flatMap(({ id }) => checkEntry(id)),
});
