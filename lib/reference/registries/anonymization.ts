import {
  type Anonymizer,
  type AnonymizerProperties,
  anonymizers,
  exampleLabel,
  exampleOutput,
  findAnonymizer,
  findKeyStrategy,
  isAcrossRows,
  isKeyed,
  type KeyStrategy,
  keyStrategies,
  lengthLimitOf,
  needsOf,
  showsPart,
  type Uniqueness,
  uniquenessOf,
} from "#lib/anonymizers";
import { type ColumnType, formatColumnType, parseColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { policyProfiles } from "#lib/metadata";
import { defineTopic } from "../define-topic.ts";
import { describeParameters } from "../describe-parameters.ts";
import type { Cell, Entry, EntryExample, Fact, Part } from "../entry.ts";
import {
  acceptsFact,
  cell,
  code,
  ended,
  entry,
  exampleBase,
  fact,
  lead,
  pretty,
  ruleUse,
  said,
  several,
  text,
  versionFact,
  words,
} from "../parts.ts";
import { type Given, sampleParameters } from "../sample-parameters.ts";
import { policyRows } from "./policy-rows.ts";

type Rule = Anonymizer | KeyStrategy;

const yes = words("yes", "да");
const no = words("no", "нет");
const depends = lead("depends on the parameters:", "зависит от параметров:");

/** More answers than this are no list to read. */
const mostAnswers = 4;

/** One answer where all parameters give the same, else that it depends on them, with the answers. */
function answer<T>(rule: Rule, ask: (params: unknown) => T, say: (one: T) => Part): readonly Part[] {
  const answers = [...new Set(sampleParameters(rule).map((given) => ask(rule.params.parse(given))))];
  if (answers.length > mostAnswers) return [words("depends on the parameters", "зависит от параметров")];
  const parts = answers.map(say);
  return answers.length > 1 ? [depends, ...parts] : parts;
}

const yesOrNo = (is: boolean): Part => (is ? yes : no);

const uniqueness: Readonly<Record<Uniqueness, Part>> = {
  lossy: words("no: several values become one", "нет: несколько значений становятся одним"),
  "not-guaranteed": words("not guaranteed", "не гарантируется"),
  preserved: words("yes", "да"),
};

const nulls: Readonly<Record<AnonymizerProperties<unknown>["nulls"], Part>> = {
  kept: words("stay empty", "остаются пустыми"),
  replaced: words("get a value as well", "тоже получают значение"),
};

const needs = {
  identity: words("the table's primary key", "первичный ключ таблицы"),
  entity: words("the key of the person or thing a row belongs to", "ключ человека или объекта строки"),
} as const;

const lengthPart = (limit: number | "as-input" | undefined): Part =>
  limit === undefined
    ? words("nothing is promised", "не обещается")
    : limit === "as-input"
      ? words("at most the value's own", "не длиннее самого значения")
      : words(`at most ${limit} characters`, `не больше ${limit} символов`);

function returnsParts(rule: Rule): readonly Part[] {
  const { returns } = rule;
  if (returns === "none") return [words("nothing: the column is left out", "ничего: колонка не публикуется")];
  if (returns === "same") return [words("the column's own type", "тип самой колонки")];
  if (typeof returns !== "function") return [code(returns)];
  const made = rule.docs.examples.map((example) => {
    const type: ColumnType = parseColumnType(example.type ?? "string") ?? { name: "string" };
    return formatColumnType(returns(type, rule.params.parse(example.params ?? {})));
  });
  return [...new Set(made)].map(code);
}

/** What law calls the technique, where a profile names methods. */
const methodFacts = ({ technique }: Rule): readonly Fact[] =>
  policyProfiles.flatMap((profile) => {
    const methods = "methods" in profile ? profile.methods : undefined;
    const method = methods?.all.find(({ id }) => id === methods.of[technique.etlx]);
    return method
      ? [
          fact(
            text("Method of the law", "Метод по закону"),
            said(method.label),
            entry("policies", profile.id),
          ),
        ]
      : [];
  });

const factsOf = (rule: Rule): readonly Fact[] => {
  const { properties, technique } = rule;
  const isRule = rule.kind === "anonymizer";
  const asked = isRule
    ? [...new Set(sampleParameters(rule).flatMap((given) => needsOf(rule, rule.params.parse(given))))]
    : [];
  return [
    ...(isRule ? [acceptsFact(rule.accepts)] : []),
    fact(text("Returns", "Возвращает"), ...returnsParts(rule)),
    fact(text("The same in every run", "Одинаково в каждом запуске"), yesOrNo(properties.deterministic)),
    fact(
      text("Depends on a key", "Зависит от ключа"),
      ...answer(rule, (params) => isKeyed(rule, params), yesOrNo),
    ),
    fact(text("Can be undone", "Обратимо"), yesOrNo(properties.reversible)),
    fact(
      text("Different values stay different", "Разные значения остаются разными"),
      ...answer(
        rule,
        (params) => uniquenessOf(rule, params),
        (one) => uniqueness[one],
      ),
    ),
    fact(text("Empty values", "Пустые значения"), nulls[properties.nulls]),
    fact(
      text("Length of a text", "Длина текста"),
      ...(isRule
        ? answer(rule, (params) => lengthLimitOf(rule, params), lengthPart)
        : [words("nothing is promised", "не обещается")]),
    ),
    ...(isRule
      ? [
          fact(
            text("Shows a part of the value", "Показывает часть значения"),
            ...answer(rule, (params) => showsPart(rule, params), yesOrNo),
          ),
          fact(
            text("Looks at other rows", "Смотрит на другие строки"),
            ...answer(rule, (params) => isAcrossRows(rule, params), yesOrNo),
          ),
        ]
      : []),
    ...(asked.length > 0 ? [fact(text("Needs", "Нужно"), ...asked.map((need) => needs[need]))] : []),
    fact(
      text("Technique", "Приём"),
      said(technique.label),
      code(`etlx:${technique.etlx}`),
      ...(technique.dpv ? [code(`dpv:${technique.dpv}`)] : []),
    ),
    ...methodFacts(rule),
    versionFact(rule.version),
  ];
};

/** What the engine makes of an example: as the tests hold it, under the published key where the rule has one. */
function outcomeOf(rule: Rule, example: Rule["docs"]["examples"][number]): Cell | undefined {
  if (rule.kind === "anonymizer" && rule.returns === "none") return ended("left-out");
  const output = exampleOutput(exampleLabel(rule.id, example)) ?? example.output;
  if (output === undefined) return undefined;
  if (output === null && example.input !== null && rule.properties.nulls === "kept")
    return ended("quarantine");
  return cell(output);
}

const examplesOf = (rule: Rule): readonly EntryExample[] =>
  rule.docs.examples.flatMap<EntryExample>((example) => {
    // Numbers of keys mean something beside those of the table's other keys.
    if (rule.kind === "key-strategy")
      return [
        {
          ...exampleBase(example),
          lines: true,
          before: several(example.input),
          after: several(example.output ?? null),
        },
      ];
    const after = outcomeOf(rule, example);
    return after ? [{ ...exampleBase(example), before: [cell(example.input)], after: [after] }] : [];
  });

const entryOf = (
  rule: Rule,
  place: Text,
  given: Given | undefined,
  piece: (use: object) => Readonly<Record<string, unknown>>,
): Entry => ({
  id: rule.id,
  title: rule.docs.title,
  summary: rule.docs.summary,
  risk: rule.docs.risk,
  facts: factsOf(rule),
  parameters: describeParameters(rule.params),
  examples: examplesOf(rule),
  hasKeyedExamples:
    rule.kind === "key-strategy" ||
    rule.docs.examples.some((example) => exampleOutput(exampleLabel(rule.id, example)) !== undefined),
  policy: policyRows(rule),
  snippet: { place, text: pretty(piece(ruleUse(rule.id, given))) },
});

/** Parameters under which a rule may stand on a key, with the most values to choose from. */
function keyParameters(rule: Rule): Given | undefined {
  const room = (given: Given): number =>
    (rule.kind === "anonymizer" ? rule.capacity?.(rule.params.parse(given)) : undefined) ??
    Number.POSITIVE_INFINITY;
  return sampleParameters(rule)
    .filter((given) => uniquenessOf(rule, rule.params.parse(given)) === "preserved")
    .reduce<Given | undefined>(
      (best, given) => (best === undefined || room(given) > room(best) ? given : best),
      undefined,
    );
}

export const anonymizationTopic = defineTopic({
  id: "anonymization",
  title: text("Anonymization rules", "Правила анонимизации"),
  summary: text("How the values of a column leave.", "В каком виде публикуются значения колонки."),
  elsewhere: "key-strategies",
  entries: () =>
    anonymizers
      .flatMap(({ id }) => findAnonymizer(id) ?? [])
      .map((rule) =>
        entryOf(rule, text("in a column", "в колонке"), rule.docs.examples[0]?.params, (use) => ({
          anonymize: use,
        })),
      ),
});

export const keyStrategiesTopic = defineTopic({
  id: "key-strategies",
  title: text("Key strategies", "Стратегии ключей"),
  summary: text(
    "How the values of a primary key leave; foreign keys follow it.",
    "В каком виде публикуются значения первичного ключа; внешние ключи следуют за ним.",
  ),
  entries: () =>
    keyStrategies
      .flatMap(({ id }) => findKeyStrategy(id) ?? [])
      .map((rule) =>
        entryOf(rule, text("in a table", "в таблице"), keyParameters(rule), (use) => ({
          primaryKey: { columns: ["id"], strategy: use },
        })),
      ),
});
