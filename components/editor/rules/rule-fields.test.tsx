import { describe, expect, it } from "vitest";
import { findAnonymizer } from "#lib/anonymizers";
import { findTableCheck } from "#lib/column-rules";
import { locales } from "#lib/kernel";
import { type RuleKind, ruleKinds } from "#lib/metadata";
import { messages } from "../../../lib/web/messages/index.ts";
import type { Field } from "../../fields/field-kinds.ts";
import { FieldsForm, type FieldValues } from "../../fields/fields-form.tsx";
import { renderPage } from "../../testing/render-page.tsx";
import { EditorField } from "./editor-field.tsx";
import { definitionsOf, exampleOf, fieldsOf, findRule, type RuleDefinition } from "./rule-kinds.ts";
import { scalarOf } from "./scalar.ts";
import { SurroundingsProvider } from "./surroundings.tsx";

const kinds = Object.keys(ruleKinds) as RuleKind[];

/** Rules whose documentation shows none of their parameters; written as somebody would. */
const more: Readonly<Record<string, readonly FieldValues[]>> = {
  "unique-together": [{ columns: ["a", "b"] }],
  expression: [{ condition: "a >= b" }],
  reference: [{ columns: ["a"], table: "other", references: ["x"] }],
  "row-count": [{ minimum: 1, maximum: 100 }],
  freshness: [{ column: "a", hours: 24 }],
  "previous-rows": [{ maximumChange: 0.2 }],
  "previous-nulls": [{ column: "a", maximumIncrease: 0.1 }],
  "previous-categories": [{ column: "a", lost: 1, added: 2 }],
  "previous-drift": [{ column: "a", measure: "ks", maximum: 0.2 }],
  shuffle: [{ within: ["a", "b"] }],
  mean: [{ by: ["a"] }],
  interpolate: [{ order: ["a"], by: ["b"] }],
};

interface Case {
  readonly kind: RuleKind;
  readonly definition: RuleDefinition;
  readonly params: FieldValues;
  readonly datatype: string | undefined;
}

const cases: readonly Case[] = kinds.flatMap((kind) =>
  definitionsOf(kind).flatMap((definition) => [
    ...definition.docs.examples.map(({ params = {}, type }) => ({
      kind,
      definition,
      params,
      datatype: kind === "hierarchy" || kind === "tableCheck" ? undefined : (type ?? "string"),
    })),
    ...(more[definition.id] ?? []).map((params) => ({ kind, definition, params, datatype: undefined })),
  ]),
);

/** What an input of a kind makes of what it shows, as its component writes it. */
function written(field: Field, value: unknown, datatype: string | undefined): unknown {
  const list = Array.isArray(value) ? value : [];
  const also = field.kind === "numbers" ? (["number"] as const) : (field.also ?? []);
  switch (field.kind) {
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "number":
      return typeof value === "number" ? Number(String(value)) : undefined;
    case "choice": {
      const option = field.options?.find((one) => one.value === String(value));
      return option ? (option.literal ?? option.value) : undefined;
    }
    case "scalar":
      return scalarOf(String(value), also, datatype);
    case "numbers":
      return list.map((one) => scalarOf(String(one), also, undefined));
    case "scalars":
      return list.map((one) => scalarOf(String(one), also, datatype));
    case "choices":
      return list.filter((one) => field.options?.some((option) => option.value === one));
    case "texts":
    case "names":
      return list.map(String);
    case "pairs":
      return list.map((row) => [String(row[0]), String(row[1])]);
    case "rows":
      return list.map((row) => row.map(String));
    case "text":
    case "name":
    case "code":
      return String(value);
    case "object":
      return form(field.fields ?? [], value as FieldValues, datatype);
    case "use": {
      const use = value as { rule: string; with?: FieldValues };
      const inner = findRule(field.meta?.use ?? "anonymizer", use.rule);
      const given = inner ? form(fieldsOf(inner, "en"), use.with ?? {}, datatype) : undefined;
      return given && Object.keys(given).length > 0 ? { rule: use.rule, with: given } : { rule: use.rule };
    }
    default:
      return undefined;
  }
}

function form(fields: readonly Field[], values: FieldValues, datatype: string | undefined): FieldValues {
  const entries = Object.entries(values).flatMap(([key, value]) => {
    const field = fields.find(({ name }) => name === key);
    return field ? [[key, written(field, value, datatype)] as const] : [];
  });
  return Object.fromEntries(entries);
}

const leaves = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null
    ? Object.values(value).flatMap(leaves)
    : typeof value === "boolean"
      ? []
      : [String(value)];

const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");

const around = {
  columns: ["a", "b"],
  tables: [{ name: "other", columns: ["x"] }],
  hierarchies: ["city"],
  domains: ["person.email"],
};

const draw = (all: readonly Case[], locale: (typeof locales)[number]) =>
  renderPage(
    all.map(({ definition, params, datatype }) => (
      <SurroundingsProvider key={JSON.stringify([params, datatype])} value={{ ...around, datatype }}>
        <FieldsForm
          fields={fieldsOf(definition, locale)}
          values={params}
          change={() => {}}
          Draw={EditorField}
        />
      </SurroundingsProvider>
    )),
    { locale, messages: messages[locale] },
  );

describe("forms of rules", () => {
  it("have an input for every parameter of every rule, with words of its own in both languages", () => {
    let rules = 0;
    for (const kind of kinds) {
      for (const definition of definitionsOf(kind)) {
        const [en, ru] = [fieldsOf(definition, "en"), fieldsOf(definition, "ru")];
        expect(
          en.map(({ name, label }) => [name, label === name]),
          `${kind} ${definition.id}`,
        ).toEqual(en.map(({ name }) => [name, false]));
        expect(ru.map(({ name }) => name)).toEqual(en.map(({ name }) => name));
        rules++;
      }
    }
    expect(rules).toBe(kinds.flatMap(definitionsOf).length);
  });

  it.each(
    cases.map((one) => [`${one.kind} ${one.definition.id} ${JSON.stringify(one.params)}`, one] as const),
  )("can write %s", (_, { definition, params, datatype }) => {
    const given = form(fieldsOf(definition, "en"), params, datatype);
    const [wanted, got] = [definition.params.safeParse(params), definition.params.safeParse(given)];
    expect(wanted.success).toBe(true);
    expect(got).toEqual(wanted);
  });

  it.each(locales)("show every documented parameter, in %s", async (locale) => {
    // A key's strategies are anonymizers, drawn already.
    for (const definition of kinds.filter((kind) => kind !== "key").flatMap(definitionsOf)) {
      const own = cases.filter((one) => one.definition === definition && one.kind !== "key");
      const distinct = new Map(own.map((one) => [JSON.stringify([one.params, one.datatype]), one]));
      const html = await draw([...distinct.values()], locale);
      for (const leaf of leaves(own.map(({ params }) => params)).filter((text) => text !== ""))
        expect(html, `${definition.id}: ${leaf}`).toContain(escaped(leaf));
    }
  });

  it("offer a column wherever a rule reads one", () => {
    let named = 0;
    for (const { kind, definition, params } of cases) {
      const rule = kind === "tableCheck" ? findTableCheck(definition.id) : findAnonymizer(definition.id);
      const parsed = definition.params.safeParse(params);
      if (!parsed.success || !rule?.columnsUsed) continue;
      for (const column of rule.columnsUsed(parsed.data)) {
        const holding = fieldsOf(definition, "en").filter(({ name }) =>
          JSON.stringify(params[name] ?? null).includes(column),
        );
        const inner = holding.flatMap((field) => [field, ...(field.fields ?? [])]);
        const fitting = inner.some(
          ({ kind, meta }) =>
            kind === "code" || ((kind === "name" || kind === "names") && meta?.names === "column"),
        );
        expect(fitting, `${definition.id}: ${column}`).toBe(true);
        named++;
      }
    }
    expect(named).toBeGreaterThan(10);
  });

  it("show in pickers what a rule makes of a value, keyed ones under the published key", () => {
    const shown = (kind: RuleKind, id: string) => {
      const definition = findRule(kind, id);
      return definition && exampleOf(kind, definition);
    };
    expect(shown("normalizer", "case")).toEqual(["Ёжик, anna", "ЁЖИК, ANNA"]);
    expect(shown("hierarchy", "masking")).toEqual(["A12", "A1* → A** → ***"]);
    expect(shown("anonymizer", "pseudonymize")?.[1]).toMatch(/^[0-9a-f]{32,64}$/);
    expect(shown("tableCheck", "reference")).toBeUndefined();
  });
});

describe("scalarOf", () => {
  it("loses nothing of what was typed", () => {
    expect(scalarOf("0.50", ["number"], "decimal(4,2)")).toBe("0.50");
    expect(scalarOf("0.5", ["number"], "decimal(4,2)")).toBe(0.5);
    expect(scalarOf("12345678901234567890", ["number"], "integer")).toBe("12345678901234567890");
    expect(scalarOf("7", ["number"], "string")).toBe("7");
    expect(scalarOf("7", ["number"], undefined)).toBe(7);
    expect(scalarOf("true", ["boolean"], "boolean")).toBe(true);
    expect(scalarOf("true", ["boolean"], "string")).toBe("true");
  });
});
