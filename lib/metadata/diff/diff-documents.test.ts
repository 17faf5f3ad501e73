import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryDocument, fullDocument } from "#lib/testing";
import { diffDocuments, type ModuleDocument, moduleDocumentSchema } from "../index.ts";

const parse = (document: unknown): ModuleDocument => moduleDocumentSchema.parse(document);
const base = () => parse(fullDocument());

function edited(edit: (document: ModuleDocument, table: ModuleDocument["tables"][number]) => void) {
  const after = base();
  const [table] = after.tables;
  if (!table) throw new Error("the document has a table");
  edit(after, table);
  return diffDocuments(base(), after).map(
    ({ kind, action, path, deciding }) =>
      `${kind} ${action} ${path.join("/")}${deciding ? "" : " (describes)"}`,
  );
}
const column = (table: ModuleDocument["tables"][number], name: string) => {
  const found = table.columns.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
};

describe("diffDocuments", () => {
  it("finds nothing between equals, whatever the order of keys and the canvas", () => {
    expect(edited(() => {})).toEqual([]);
    expect(
      edited((document) => {
        document.ui = { zoom: 3 };
      }),
    ).toEqual([]);
    expect(diffDocuments(base(), parse(Object.fromEntries(Object.entries(base()).reverse())))).toEqual([]);
  });

  it("tells what a parameter takes from what it is called", () => {
    const [given] = base().parameters ?? [];
    if (!given) throw new Error("the document has a parameter");
    const change = (over: object) =>
      edited((document) => {
        document.parameters = [{ ...given, ...over }];
      });
    expect(change({ default: "south" })).toEqual(["script changed parameters/0"]);
    expect(change({ title: "Other" })).toEqual(["text changed parameters/0 (describes)"]);
    expect(
      edited((document) => {
        document.parameters = [];
      }),
    ).toEqual(["script removed parameters/0"]);
  });

  it("tells kinds of changes apart, each with its place", () => {
    expect(
      edited((d) => {
        d.title = "Other";
      }),
    ).toEqual(["text changed title (describes)"]);
    expect(edited((_, t) => t.columns.push({ name: "new" }))).toEqual(["column added tables/0/columns/5"]);
    expect(edited((_, t) => t.columns.splice(1, 1))).toEqual(["column removed tables/0/columns/1"]);
    expect(edited((_, t) => t.columns.reverse()).sort()).toEqual([
      "column moved tables/0/columns/1",
      "column moved tables/0/columns/2",
      "column moved tables/0/columns/3",
      "column moved tables/0/columns/4",
    ]);
    expect(edited((_, t) => void delete t.deduplicate)).toEqual(["key removed tables/0/deduplicate"]);
    expect(edited((_, t) => void t.checks?.pop())).toEqual(["rule removed tables/0/checks/1"]);
    expect(edited((d) => void delete d.patterns)).toEqual(["rule removed patterns/0"]);
    expect(edited((_, t) => column(t, "born").normalize?.unshift({ rule: "collapse-space" }))).toEqual([
      "rule added tables/0/columns/1/normalize/0",
    ]);
    expect(
      edited((_, t) => {
        column(t, "born").privacyClass = "sensitive";
      }),
    ).toEqual(["privacy changed tables/0/columns/1/privacyClass"]);
    expect(edited((_, t) => void delete t.primaryKey)).toEqual(["key removed tables/0/primaryKey"]);
    expect(
      edited((_, t) => {
        t.privacy = { kAnonymity: 9 };
      }),
    ).toEqual(["privacy changed tables/0/privacy"]);
    expect(edited((_, t) => void delete t.transformation)).toEqual([
      "script removed tables/0/transformation",
    ]);
    expect(
      edited((d) => {
        d.upload = { stores: ["s3"], fileFormat: "parquet" };
      }),
    ).toEqual([
      "store added upload/stores/0",
      "store removed upload/stores/0",
      "script removed upload/script",
    ]);
    expect(edited((d) => void d.sources.push({ name: "more", ref: "more" }))).toEqual([
      "source added sources/1",
    ]);
    expect(edited((d) => d.tables.push({ name: "more", publish: true, columns: [] }))).toEqual([
      "table added tables/1",
    ]);
  });

  it("shows no value of a classed column, before or after", () => {
    const secret = "Иванова Анна";
    const before = base();
    const after = base();
    const born = after.tables[0]?.columns[1];
    if (!born) throw new Error("the document has the column");
    born.normalize = [{ rule: "map-values", with: { pairs: [[secret, "x"]] } }];
    born.nulls = { rule: "constant", with: { value: secret }, tokens: [secret] };
    born.checks = [
      { rule: "allowed-values", with: { values: [secret, "b"] }, onViolation: "default", default: secret },
    ];
    born.default = secret;
    const changes = diffDocuments(before, after);
    expect(changes.length).toBeGreaterThan(5);
    expect(JSON.stringify(changes)).not.toContain(secret);
    expect(JSON.stringify(changes)).toContain("2 ×");
    expect(JSON.stringify(diffDocuments(after, before))).not.toContain(secret);
    // A column that is open to everybody shows what it allows.
    born.privacyClass = "insensitive";
    const open = structuredClone(after);
    const column = open.tables[0]?.columns[1];
    if (column) column.checks = [{ rule: "allowed-values", with: { values: ["b"] }, onViolation: "reject" }];
    expect(JSON.stringify(diffDocuments(after, open))).toContain(secret);
  });

  it("finds some change between documents that differ, and none from one to itself", () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, (one, other) => {
        const [a, b] = [parse(one), parse(other)];
        expect(diffDocuments(a, a)).toEqual([]);
        const { ui: _a, "@context": _ca, ...restA } = a;
        const { ui: _b, "@context": _cb, ...restB } = b;
        const isSame = JSON.stringify(restA) === JSON.stringify(restB);
        if (!isSame) expect(diffDocuments(a, b)).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
