import { describe, expect, test } from "vitest";
import {
  anonymizers,
  findAnonymizer,
  findHierarchy,
  findKeyStrategy,
  hierarchies,
  keyStrategies,
  uniquenessOf,
} from "#lib/anonymizers";
import {
  checks,
  findCheck,
  findNormalizer,
  findNullStrategy,
  findTableCheck,
  normalizers,
  nullStrategies,
  tableChecks,
} from "#lib/column-rules";
import { helpArticleIds, helpTopicIds } from "#lib/contracts";
import { errorCodes, locales, type Text } from "#lib/kernel";
import { moduleDocumentSchema, policyProfiles, requiredModels } from "#lib/metadata";
import { lossMetrics, personalDataKinds, privacyModels } from "#lib/privacy";
import { scriptLanguages } from "#lib/script-languages";
import { sourceDefinitions } from "#lib/sources";
import { functions } from "#lib/sql";
import { storeDefinitions } from "#lib/stores";
import { articles, type Entry, findEntry, findTopic, type Part, type Topic, topics } from "./index.ts";

const everyEntry = topics.flatMap((topic) => topic.entries.map((entry) => ({ topic, entry })));
const topicOf = (id: Topic["id"]): Topic => {
  const found = findTopic(id);
  if (!found) throw new Error(`${id} is no topic`);
  return found;
};

const partsOf = (entry: Entry): readonly Part[] => [
  ...entry.facts.flatMap(({ parts }) => parts),
  ...entry.parameters.flatMap(({ type }) => type),
  ...(entry.allows ?? []).flatMap(({ rules }) => rules.flatMap(({ rule, only }) => [rule, ...only])),
];

describe("topics", () => {
  test("are those of the list of ids, each variant of a registry once", () => {
    expect(topics.map(({ id }) => id).sort()).toEqual([...helpTopicIds].sort());
    expect(articles.map(({ id }) => id).sort()).toEqual([...helpArticleIds].sort());
    for (const { id, entries } of topics) {
      expect(entries.length, id).toBeGreaterThan(0);
      expect(new Set(entries.map((entry) => entry.id)).size, id).toBe(entries.length);
    }
    const sizes: Readonly<Record<Topic["id"], number>> = {
      normalizers: normalizers.length,
      "null-strategies": nullStrategies.length,
      checks: checks.length,
      "table-checks": tableChecks.length,
      anonymization: anonymizers.length,
      "key-strategies": keyStrategies.length,
      hierarchies: hierarchies.length,
      "privacy-models": privacyModels.length,
      "loss-metrics": lossMetrics.length,
      "personal-data": personalDataKinds.length,
      policies: policyProfiles.length,
      functions: Object.keys(functions).length,
      sources: sourceDefinitions.length,
      stores: storeDefinitions.length,
      "script-languages": scriptLanguages.length,
      errors: Object.keys(errorCodes).length,
    };
    expect(Object.fromEntries(topics.map(({ id, entries }) => [id, entries.length]))).toEqual(sizes);
    expect(everyEntry.length).toBeGreaterThanOrEqual(270);
    expect(findTopic("constructor")).toBeUndefined();
    expect(findEntry(topicOf("checks"), "toString")).toBeUndefined();
  });

  test("say everything in both languages, and lead only to entries that are there", () => {
    let links = 0;
    const both = (given: Text, place: string, isName = false) => {
      for (const locale of locales) expect(given[locale], place).not.toBe("");
      if (!isName) expect(given.ru, place).toMatch(/[а-яё0-9−]/i);
    };
    for (const { topic, entry } of everyEntry) {
      const place = `${topic.id}/${entry.id}`;
      // Proper names and codes are alike in both languages.
      both(entry.title, place, true);
      both(entry.summary, place);
      for (const one of entry.facts) both(one.name, place, true);
      for (const one of entry.parameters) {
        expect(one.label.ru, `${place}: ${one.name}`).toMatch(/[а-яё]|^.: /i);
        expect(one.type.length, `${place}: ${one.name}`).toBeGreaterThan(0);
      }
      for (const part of partsOf(entry)) {
        if (part.kind === "words" || part.kind === "lead") both(part.text, place, true);
        if (part.kind !== "entry") continue;
        expect(findEntry(topicOf(part.topic), part.id), `${place} → ${part.topic}/${part.id}`).toBeDefined();
        links++;
      }
    }
    expect(links).toBeGreaterThan(200);
  });
});

describe("examples", () => {
  test("every rule shows what was made of one by the tests, under the published key where it has one", () => {
    const without = everyEntry.filter(
      ({ topic, entry }) =>
        [
          "normalizers",
          "null-strategies",
          "checks",
          "table-checks",
          "anonymization",
          "key-strategies",
          "hierarchies",
          "privacy-models",
          "loss-metrics",
          "functions",
        ].includes(topic.id) && entry.examples.length === 0,
    );
    expect(without.map(({ topic, entry }) => `${topic.id}/${entry.id}`)).toEqual([]);
    const keyed = topicOf("anonymization").entries.filter((entry) => entry.hasKeyedExamples);
    expect(keyed.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["pseudonymize", "encrypt", "fpe", "identifier", "fake", "noise", "date-shift"]),
    );
  });

  test("rows of a table stand beside what is said of them, or before what is said of all", () => {
    let lists = 0;
    for (const { topic, entry } of everyEntry) {
      for (const { lines, before, after } of entry.examples) {
        if (!lines) continue;
        expect([1, before.length], `${topic.id}/${entry.id}`).toContain(after.length);
        lists++;
      }
    }
    expect(lists).toBeGreaterThanOrEqual(35);
    expect(findEntry(topicOf("key-strategies"), "surrogate")).toMatchObject({
      hasKeyedExamples: true,
      examples: [
        {
          before: [{ text: "4711" }, { text: "815" }, { text: "7" }],
          after: [{ text: "2" }, { text: "1" }, { text: "3" }],
        },
        {},
      ],
    });
    expect(findEntry(topicOf("table-checks"), "expression")?.examples[0]).toMatchObject({
      before: [
        { text: "admitted = 2024-03-01, discharged = 2024-03-05" },
        { text: "admitted = 2024-03-05, discharged = 2024-03-01" },
        { text: "admitted = 2024-03-05, discharged = ∅" },
      ],
      after: [{ outcome: "passes" }, { outcome: "violated" }, { outcome: "passes" }],
    });
  });

  test("a value that a rule cannot handle is shown to go to quarantine, an emptied one to be empty", () => {
    const outcomes = (id: string) =>
      findEntry(topicOf("anonymization"), id)?.examples.flatMap(({ after }) => after);
    expect(outcomes("null")).toEqual([{ outcome: "empty" }, { outcome: "empty" }]);
    expect(outcomes("drop")).toEqual([{ outcome: "left-out" }]);
    expect(outcomes("generalize-category")).toContainEqual({ outcome: "quarantine" });
  });
});

describe("snippets", () => {
  const base = {
    "@type": "DataModule",
    format: 2,
    name: "clinic",
    sources: [{ name: "shop", ref: "shop" }],
    tables: [{ name: "t", columns: [{ name: "c" }] }],
  };
  const placed = (place: string, piece: object): unknown => {
    if (place === "in the document") return { ...base, ...piece };
    if (place === "in a table") return { ...base, tables: [{ ...base.tables[0], ...piece }] };
    return { ...base, tables: [{ name: "t", columns: [{ name: "c", ...piece }] }] };
  };

  test("are pieces of a document that a run takes", () => {
    let pieces = 0;
    for (const { topic, entry } of everyEntry) {
      if (!entry.snippet || topic.id === "functions") continue;
      const { place, text } = entry.snippet;
      const found = moduleDocumentSchema.safeParse(
        placed(place.en.split(";")[0] ?? "", JSON.parse(`{${text}}`)),
      );
      expect(found.error?.issues ?? [], `${topic.id}/${entry.id}`).toEqual([]);
      pieces++;
    }
    expect(pieces).toBeGreaterThanOrEqual(140);
  });

  test("use rules with parameters that the rules take", () => {
    const find: Readonly<
      Record<string, (id: string) => { params: { safeParse(given: unknown): object } } | undefined>
    > = {
      normalize: findNormalizer,
      nulls: findNullStrategy,
      anonymize: findAnonymizer,
      strategy: findKeyStrategy,
      hierarchies: findHierarchy,
    };
    let uses = 0;
    const look = (key: string, value: unknown, isTable: boolean): void => {
      if (Array.isArray(value)) {
        for (const one of value) look(key, one, isTable);
      } else if (typeof value === "object" && value !== null) {
        const lookUp = key === "checks" ? (isTable ? findTableCheck : findCheck) : find[key];
        if (lookUp && "rule" in value) {
          const given = "with" in value ? value.with : {};
          expect(lookUp(String(value.rule))?.params.safeParse(given), JSON.stringify(value)).toMatchObject({
            success: true,
          });
          uses++;
        }
        if (key !== "with") for (const [inner, one] of Object.entries(value)) look(inner, one, isTable);
      }
    };
    for (const { topic, entry } of everyEntry)
      if (entry.snippet && topic.id !== "functions")
        look("", JSON.parse(`{${entry.snippet.text}}`), topic.id === "table-checks");
    expect(uses).toBeGreaterThanOrEqual(100);
  });

  test("of key strategies keep different keys different, and choose from many values where they choose", () => {
    for (const { id, snippet } of topicOf("key-strategies").entries) {
      const rule = findKeyStrategy(id);
      const params = rule?.params.parse(JSON.parse(`{${snippet?.text}}`).primaryKey.strategy.with ?? {});
      expect(rule && uniquenessOf(rule, params), id).toBe("preserved");
      const room = rule?.kind === "anonymizer" ? rule.capacity?.(params) : undefined;
      expect(room ?? 1e9, id).toBeGreaterThan(1e6);
    }
  });

  test("of privacy models ask for exactly that model", () => {
    for (const { id, snippet } of topicOf("privacy-models").entries)
      expect(requiredModels(JSON.parse(`{${snippet?.text}}`).privacy).map(({ rule }) => rule)).toEqual([id]);
  });
});

test("a property that parameters decide says so, with every answer there is", () => {
  const words = (rule: string, property: string) =>
    findEntry(topicOf("anonymization"), rule)
      ?.facts.find(({ name }) => name.en === property)
      ?.parts.map((part) => ("text" in part ? part.text.en : ""));
  expect(words("fake", "Different values stay different")).toEqual([
    "depends on the parameters:",
    "no: several values become one",
    "not guaranteed",
    "yes",
  ]);
  expect(words("mask", "Depends on a key")).toEqual(["no"]);
  expect(words("conditional", "Depends on a key")).toEqual(["depends on the parameters:", "no", "yes"]);
});

test("policy says of each rule what it allows for every class", () => {
  const verdicts = (rule: string, profile: string) =>
    findEntry(topicOf("anonymization"), rule)?.policy?.find((row) => row.profile.id === profile)?.verdicts;
  expect(verdicts("keep", "default")).toMatchObject({ "direct-identifier": "refused", sensitive: "allowed" });
  expect(verdicts("generalize-date", "hipaa-safe-harbor")?.["quasi-identifier"]).toEqual({
    only: [
      { kind: "code", code: 'unit: "year"' },
      { kind: "code", code: 'unit: "decade"' },
    ],
  });
  expect(verdicts("conditional", "default")).toMatchObject({
    "direct-identifier": { only: [{ kind: "words" }] },
    insensitive: "allowed",
  });
  expect(verdicts("encrypt", "152-fz")?.["direct-identifier"]).toBe("refused");
});
