import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { anonymizers, hierarchies } from "#lib/anonymizers";
import { checks, normalizers, nullStrategies } from "#lib/column-rules";
import { arbitraryDocument } from "#lib/testing";
import { diffDocuments, documentJsonSchema, moduleDocumentSchema, parseDocument } from "../index.ts";
import { approvalHash } from "../server.ts";
import { type ArtefactLookup, closeValues, openValues } from "./replace-values.ts";
import { clearPlaces, valuePlaces } from "./value-places.ts";

const secret = "Мышкин-Ленская";

/** A document with a value at each kind of place; `privacyClass` is that of every column but the last. */
const document = (privacyClass: string | undefined, more: Readonly<Record<string, unknown>> = {}) => ({
  "@type": "DataModule",
  format: 2,
  name: "m",
  sources: [],
  hierarchies: [{ name: "h", rule: "value-table", with: { rows: [[secret, "*"]] } }],
  patterns: [
    { match: "*_p", normalize: [{ rule: "map-values", with: { pairs: [[secret, "a"]] } }], privacyClass },
  ],
  tables: [
    {
      name: "t",
      columns: [
        {
          name: "a",
          datatype: "string",
          privacyClass,
          normalize: [{ rule: "trim" }, { rule: "map-values", with: { pairs: [[secret, "b"]] } }],
          nulls: { rule: "constant", with: { value: secret } },
          onCastFailure: "default",
          default: secret,
          checks: [
            {
              rule: "allowed-values",
              with: { values: [secret, "c"] },
              onViolation: "default",
              default: secret,
            },
          ],
          hierarchy: { name: "h" },
        },
        { name: "b_p", privacyClass },
        { name: "open", privacyClass: "insensitive", nulls: { rule: "constant", with: { value: "0" } } },
      ],
      foreignKeys: [
        {
          columns: ["a"],
          references: { table: "u", columns: ["id"] },
          onOrphan: "keep",
          when: { column: "a", equals: secret },
        },
      ],
      ...more,
    },
  ],
});

const kept = () => {
  const values = new Map<string, { kind: string; value: unknown }>();
  const lookup: ArtefactLookup = (name) => values.get(name);
  const close = <D>(json: D) =>
    closeValues(json, ({ kind, value }) => {
      const name = `hmac-sha256:${values.size.toString(16).padStart(64, "0")}`;
      values.set(name, { kind, value });
      return name;
    });
  return { close, lookup, values };
};

test("every value of a column that nobody calls insensitive is replaced, and comes back equal", () => {
  for (const privacyClass of ["direct-identifier", "quasi-identifier", "sensitive", undefined]) {
    const { close, lookup } = kept();
    const given = document(privacyClass);
    const { document: closed, moved } = close(given);
    expect(moved.map(({ path }) => path.join("/"))).toEqual([
      "hierarchies/0/with/rows",
      "patterns/0/normalize/0/with/pairs",
      "tables/0/columns/0/normalize/1/with/pairs",
      "tables/0/columns/0/default",
      "tables/0/columns/0/nulls/with/value",
      "tables/0/columns/0/checks/0/with/values",
      "tables/0/columns/0/checks/0/default",
      "tables/0/foreignKeys/0/when/equals",
    ]);
    expect(JSON.stringify(closed)).not.toContain(secret);
    expect(JSON.stringify(closed)).toContain('"value":"0"');
    expect(close(closed)).toEqual({ document: closed, moved: [] });
    expect(openValues(closed, lookup)).toMatchObject({ document: given, problems: [] });
  }
});

test("what is closed and opened is left as it was", () => {
  const frozen = <T>(value: T): T => {
    if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
    return value;
  };
  const { close, lookup } = kept();
  const closed = close(frozen(document("sensitive"))).document;
  expect(openValues(frozen(closed), lookup).document).toEqual(document("sensitive"));
  expect(JSON.stringify(closed)).not.toContain(secret);
});

test("values of an insensitive column stay, and are moved once it is classed", () => {
  expect(clearPlaces(document("insensitive"))).toEqual([]);
  expect(kept().close(document("insensitive")).document).toEqual(document("insensitive"));
});

describe("the class is the one that acts", () => {
  it("a foreign key's is its parent's", () => {
    const given = document("insensitive");
    const parent = {
      name: "u",
      columns: [{ name: "id", privacyClass: "direct-identifier" }],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
    };
    const paths = clearPlaces({ ...given, tables: [...given.tables, parent] }).map(({ path }) =>
      path.join("/"),
    );
    expect(paths).toContain("tables/0/foreignKeys/0/when/equals");
  });
  it("one column that shares a hierarchy or a pattern and is classed closes it", () => {
    const given = document("insensitive");
    const other = { name: "c_p", privacyClass: "quasi-identifier", hierarchy: { name: "h" } };
    const [table] = given.tables;
    const both = { ...given, tables: [{ ...table, columns: [...(table?.columns ?? []), other] }] };
    const paths = clearPlaces(both).map(({ path }) => path.join("/"));
    expect(paths).toEqual(["hierarchies/0/with/rows", "patterns/0/normalize/0/with/pairs"]);
  });
});

test("a draft that cannot be read keeps nothing in the clear, and nothing breaks", () => {
  const broken = { ...document("insensitive"), tables: [{ columns: [{ default: secret }, null, 7] }, "x"] };
  expect(JSON.stringify(kept().close(broken).document)).not.toContain(`"default":"${secret}"`);
  fc.assert(fc.property(fc.json(), (json) => void kept().close(JSON.parse(json))));
});

test("closing and opening gives a document back, whatever it is", () => {
  let moved = 0;
  fc.assert(
    fc.property(arbitraryDocument, (given) => {
      const { close, lookup } = kept();
      const closed = close(given);
      moved += closed.moved.length;
      expect(openValues(closed.document, lookup).document).toEqual(given);
      expect(clearPlaces(closed.document)).toEqual([]);
    }),
    { numRuns: 50 },
  );
  expect(moved).toBeGreaterThan(0);
});

test("references are part of an executable document, of its JSON schema and of what is approved", () => {
  const { close, lookup } = kept();
  const closed = close(document("quasi-identifier")).document;
  expect(moduleDocumentSchema.safeParse(closed).success).toBe(true);
  const hash = (given: unknown) => {
    const parsed = parseDocument(given);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return approvalHash({ document: parsed.value, sources: {}, stores: {} });
  };
  const other = structuredClone(closed);
  for (const place of valuePlaces(other)) {
    if (place.kind === "check/allowed-values/values")
      Object.assign(place.value as object, { artefact: `hmac-sha256:${"f".repeat(64)}` });
  }
  expect(hash(other)).not.toBe(hash(closed));
  expect(openValues(other, lookup).problems).toEqual([
    { path: ["tables", 0, "columns", 0, "checks", 0, "with", "values"], problem: "artefact-unknown" },
  ]);
  expect(JSON.stringify(documentJsonSchema("en")).match(/hmac-sha256/g)?.length).toBeGreaterThan(5);
});

test("a comparison shows how many values there are, in the clear or not", () => {
  const { close } = kept();
  const closed = close(document("sensitive")).document;
  const more = structuredClone(closed);
  for (const place of valuePlaces(more)) Object.assign(place.value as object, { count: 43 });
  const [a, b] = [closed, more].map((one) => moduleDocumentSchema.parse(one));
  if (!a || !b) throw new Error("two documents");
  const lines = diffDocuments(a, b).map(({ before, after }) => `${before} → ${after}`);
  expect(lines).toContain('map-values {"pairs":"1 ×"} → map-values {"pairs":"43 ×"}');
  expect(lines).toContain('value-table {"rows":"1 ×"} → value-table {"rows":"43 ×"}');
  expect(JSON.stringify(lines)).not.toContain("hmac");
});

test("a marked parameter is one of its rule", () => {
  let marked = 0;
  for (const { id, params, holdsValues } of [
    ...normalizers,
    ...nullStrategies,
    ...checks,
    ...anonymizers,
    ...hierarchies,
  ]) {
    for (const key of holdsValues ?? []) {
      marked++;
      expect(Object.keys("shape" in params ? (params.shape as object) : {}), id).toContain(key);
    }
  }
  expect(marked).toBe(5);
});
