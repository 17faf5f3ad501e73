import { findHierarchy, type Hierarchy, hierarchies } from "#lib/anonymizers";
import { defineTopic } from "../define-topic.ts";
import { describeParameters } from "../describe-parameters.ts";
import type { Entry } from "../entry.ts";
import { acceptsFact, ended, entry, exampleBase, fact, pretty, text, versionFact, words } from "../parts.ts";

const entryOf = ({ id, version, docs, accepts, params }: Hierarchy): Entry => ({
  id,
  title: docs.title,
  summary: docs.summary,
  facts: [
    acceptsFact(accepts),
    fact(
      text("A value it does not cover", "Значение, которого в ней нет"),
      words("goes to quarantine", "попадает в карантин"),
    ),
    fact(
      text("Used by", "Используется в"),
      entry("anonymization", "generalize-category"),
      entry("privacy-models", "k-anonymity"),
    ),
    versionFact(version),
  ],
  parameters: describeParameters(params),
  // The labels of a value from the first level up.
  examples: docs.examples.map((example) => ({
    ...exampleBase(example),
    before: [{ text: example.input }],
    after: example.labels.map((label) => (label === null ? ended("quarantine") : { text: label })),
  })),
  snippet: {
    place: text("in the document", "в документе"),
    text: pretty({ hierarchies: [{ name: id, rule: id, with: docs.examples[0]?.params ?? {} }] }),
  },
});

export const hierarchiesTopic = defineTopic({
  id: "hierarchies",
  title: text("Hierarchies", "Иерархии"),
  summary: text(
    "How values become coarser, level by level. An example shows its labels from the first level up.",
    "Как значения огрубляются, уровень за уровнем. В примерах — подписи с первого уровня вверх.",
  ),
  entries: () => hierarchies.flatMap(({ id }) => findHierarchy(id) ?? []).map(entryOf),
});
