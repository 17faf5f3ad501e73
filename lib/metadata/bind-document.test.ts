import { describe, expect, it } from "vitest";
import { fullDocument } from "#lib/testing";
import {
  type Bindings,
  bindDocument,
  bindSources,
  type ModuleDocument,
  moduleDocumentSchema,
  placeNames,
} from "./index.ts";
import { approvalHash } from "./server.ts";

const written = (): ModuleDocument => ({
  ...moduleDocumentSchema.parse(fullDocument()),
  sources: [
    { name: "clinic", ref: "clinic-db", timeZone: "Europe/Oslo" },
    { name: "again", ref: "clinic-db" },
    { name: "above", ref: "module:patients@latest" },
  ],
  upload: {
    stores: ["lake", "shelf"],
    fileFormat: "parquet",
    script: { language: "sql", store: "warehouse", script: "select 1" },
  },
});
const bindings = (
  sources: Readonly<Record<string, string>>,
  stores: Readonly<Record<string, string>>,
): Bindings => ({
  sources: new Map(Object.entries(sources)),
  stores: new Map(Object.entries(stores)),
});
const test = bindings(
  { "clinic-db": "clinic-test" },
  { lake: "lake-test", shelf: "shelf-test", warehouse: "warehouse-test" },
);

describe("bindDocument", () => {
  it("says what is to be bound, each name once, and no version of a module", () => {
    expect(placeNames(written())).toEqual({
      sources: ["clinic-db"],
      stores: ["lake", "shelf", "warehouse"],
    });
    const { upload: _, ...read } = written();
    expect(placeNames(read)).toEqual({ sources: ["clinic-db"], stores: [] });
  });

  it("replaces what sources and stores mean, and nothing else", () => {
    const document = written();
    const bound = bindDocument(document, test);
    expect(bound.ok && bound.value).toEqual({
      ...document,
      sources: [
        { name: "clinic", ref: "clinic-test", timeZone: "Europe/Oslo" },
        { name: "again", ref: "clinic-test" },
        { name: "above", ref: "module:patients@latest" },
      ],
      upload: {
        stores: ["lake-test", "shelf-test"],
        fileFormat: "parquet",
        script: { language: "sql", store: "warehouse-test", script: "select 1" },
      },
    });
    expect(document).toEqual(written());
    expect(bound.ok && moduleDocumentSchema.safeParse(bound.value).success).toBe(true);
  });

  it("keeps the document and its hash where every name is bound to itself", () => {
    const document = written();
    const itself = bindings(
      { "clinic-db": "clinic-db" },
      { lake: "lake", shelf: "shelf", warehouse: "warehouse" },
    );
    const bound = bindDocument(document, itself);
    const hashOf = (one: ModuleDocument) => approvalHash({ document: one, sources: {}, stores: {} });
    expect(bound).toEqual({ ok: true, value: document });
    expect(bound.ok && hashOf(bound.value)).toBe(hashOf(document));
    const elsewhere = bindDocument(document, test);
    expect(elsewhere.ok && hashOf(elsewhere.value)).not.toBe(hashOf(document));
  });

  it("writes one copy where two names mean one store", () => {
    const { sources, stores } = test;
    const bound = bindDocument(written(), { sources, stores: new Map([...stores, ["shelf", "lake-test"]]) });
    expect(bound.ok && bound.value.upload?.stores).toEqual(["lake-test"]);
  });

  it("gives no document while a name is unbound, though a place has that name", () => {
    expect(bindDocument(written(), bindings({}, { lake: "lake-test", "clinic-db": "x" }))).toEqual({
      ok: false,
      error: { sources: ["clinic-db"], stores: ["shelf", "warehouse"] },
    });
  });
});

describe("bindSources", () => {
  const given = { sources: new Map([["clinic-db", "clinic-test"]]) };

  it("says what a draft reads there, whatever else is missing in it, and leaves what it writes", () => {
    const draft = {
      sources: [
        { name: "clinic", ref: "clinic-db" },
        { name: "above", ref: "module:patients@latest" },
        { name: "half" },
        null,
      ],
      tables: "none yet",
      upload: { stores: ["lake"] },
    };
    expect(bindSources(draft, given)).toEqual({
      ok: true,
      value: {
        ...draft,
        sources: [{ name: "clinic", ref: "clinic-test" }, ...draft.sources.slice(1)],
      },
    });
    for (const none of [undefined, "text", [], {}, { sources: "none" }])
      expect(bindSources(none, given)).toEqual({ ok: true, value: none });
  });

  it("gives no draft where a name is not bound, each name once", () => {
    const refs = ["clinic-db", "shop-db", "shop-db", "other-db"];
    const draft = { sources: refs.map((ref, at) => ({ name: `s${at}`, ref })) };
    expect(bindSources(draft, given)).toEqual({ ok: false, error: ["shop-db", "other-db"] });
  });
});
