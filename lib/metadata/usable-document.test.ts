import { describe, expect, it } from "vitest";
import { anonymizers, keyStrategies } from "#lib/anonymizers";
import { diagnose } from "./diagnostics/diagnose.ts";
import { moduleDocumentSchema } from "./document.ts";
import { hidesValues, hidingTechniques } from "./policy/hides-values.ts";
import { usableDocument } from "./usable-document.ts";

const base = (table: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  "@type": "DataModule",
  format: 2,
  name: "test",
  sources: [{ name: "rows", ref: "rows" }],
  tables: [{ name: "t", extraction: { language: "sql", source: "rows", script: "select 1" }, ...table }],
  ...more,
});
const plain = (name: string) => ({ name, datatype: "string", privacyClass: "insensitive" });
const columnsOf = (json: unknown) =>
  usableDocument(json).document?.tables[0]?.columns.map(({ name }) => name);

describe("the usable part of a document", () => {
  it("is all of one that can run, its stores aside", () => {
    const full = moduleDocumentSchema.parse(base({ columns: [plain("a")] }, { upload: { stores: ["s"] } }));
    const { document, errors } = usableDocument(full);
    const { upload: _, ...rest } = full;
    expect(errors).toEqual([]);
    expect(document).toEqual(rest);
  });

  it("keeps a column whose class or rule is missing or refused, and lets it not leave", () => {
    const json = base({
      columns: [
        plain("a"),
        { name: "b", datatype: "string" },
        {
          name: "c",
          datatype: "string",
          privacyClass: "direct-identifier",
          anonymize: { rule: "keep", with: { reason: "x" } },
        },
      ],
    });
    const { document, errors } = usableDocument(json);
    expect(errors.map(({ code }) => code).toSorted()).toEqual(["column-unclassed", "policy-refuses"]);
    expect(document?.tables[0]?.columns).toEqual([
      plain("a"),
      { name: "b", datatype: "string" },
      { name: "c", datatype: "string" },
    ]);
  });

  it("publishes no table that lets no column leave, which others may be made of", () => {
    const dropped = { ...plain("a"), privacyClass: "sensitive", anonymize: { rule: "drop" } };
    const { document, errors } = usableDocument(base({ columns: [dropped] }));
    expect(errors.map(({ code }) => code)).toContain("table-no-columns");
    expect(document?.tables[0]).toMatchObject({ publish: false, columns: [dropped] });
  });

  it("leaves out a broken column, and the key, reference and model that need it", () => {
    const broken = { ...plain("id"), normalize: [{ rule: "no-such-rule" }] };
    const json = base({
      columns: [broken, plain("a")],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
      deduplicate: { columns: ["id"], winner: "first" },
    });
    const { document } = usableDocument(json);
    expect(columnsOf(json)).toEqual(["a"]);
    expect([document?.tables[0]?.primaryKey, document?.tables[0]?.deduplicate]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("leaves out a table without origin, and not the others", () => {
    const json = base({ columns: [plain("a")] });
    const { document } = usableDocument({ ...json, tables: [...json.tables, { name: "u", columns: [] }] });
    expect(document?.tables.map(({ name }) => name)).toEqual(["t"]);
  });

  it("leaves out a column that the data does not have", () => {
    const json = base({ columns: [plain("a"), plain("b")] });
    expect(usableDocument(json, { sourceColumns: { t: ["a"] } }).document?.tables[0]?.columns).toEqual([
      plain("a"),
    ]);
  });

  it("is nothing where nothing can be read", () => {
    expect(usableDocument("text").document).toBeUndefined();
    expect(usableDocument({ format: 99 }).errors).not.toEqual([]);
    expect(usableDocument(base({ columns: "x" })).errors.length).toBeGreaterThan(0);
  });

  it("has no errors left but of columns that do not leave", () => {
    const json = base({
      columns: [plain("a"), { name: "b" }, { ...plain("c"), checks: [{ rule: "range" }] }],
      foreignKeys: [{ columns: ["c"], references: { table: "none", columns: ["x"] }, onOrphan: "reject" }],
    });
    const { document } = usableDocument(json);
    const left = diagnose(document, { mode: "executable" }).filter(({ severity }) => severity === "error");
    expect(new Set(left.map(({ code }) => code))).toEqual(new Set(["column-unclassed"]));
  });
});

describe("a rule that hides its values", () => {
  it("is one of a known technique", () => {
    const known = new Set<string>([...anonymizers, ...keyStrategies].map(({ technique }) => technique.etlx));
    expect(hidingTechniques.filter((technique) => !known.has(technique))).toEqual([]);
  });

  it("is none that keeps, blurs or coarsens a value, nor one that chooses by it", () => {
    for (const rule of [
      "keep",
      "mask",
      "noise",
      "date-shift",
      "shuffle",
      "round",
      "conditional",
      "column-script",
      "nothing",
    ])
      expect({ rule, hides: hidesValues({ rule }) }).toEqual({ rule, hides: false });
    for (const rule of ["pseudonymize", "surrogate", "redact", "fake"])
      expect({ rule, hides: hidesValues({ rule }) }).toEqual({ rule, hides: true });
  });
});
