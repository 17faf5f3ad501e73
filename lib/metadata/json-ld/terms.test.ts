import { readFileSync } from "node:fs";
import fc from "fast-check";
import jsonld from "jsonld";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { arbitraryDocument, fullDocument } from "#lib/testing";
import { draftSchema, moduleContext, moduleDocumentSchema, toModuleJsonLd } from "../index.ts";

const documentLoader = async (url: string): Promise<never> => {
  throw new Error(`no network: ${url}`);
};

// The types of jsonld know neither `safe` nor plain JSON as input.
const linked = jsonld as {
  expand(document: object, options: object): Promise<object[]>;
  compact(document: object, context: object, options: object): Promise<Record<string, unknown>>;
  toRDF(document: object, options: object): Promise<object>;
};
const example = (name: string): object =>
  JSON.parse(
    readFileSync(new URL(`../../../public/examples/${name}.module.jsonld`, import.meta.url), "utf8"),
  );

async function roundTrip(document: object): Promise<unknown> {
  const whole = toModuleJsonLd(document);
  const expanded = await linked.expand(whole, { documentLoader, safe: true });
  const context = { "@context": whole["@context"] };
  const { "@context": _context, ...rest } = await linked.compact(expanded, context, { documentLoader });
  return rest;
}

const toRdf = (document: object) => linked.toRDF(document, { documentLoader, safe: true });

/** Keys of every object of a schema. */
function keysOf(schema: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) keysOf(schema.def.innerType, found);
  else if (schema instanceof z.ZodArray) keysOf(schema.def.element, found);
  else if (schema instanceof z.ZodObject) {
    for (const [key, child] of Object.entries(schema.shape)) {
      found.add(key);
      keysOf(child, found);
    }
  }
  return found;
}

describe("the module context", () => {
  it("has a term for every key of the document", () => {
    const keys = [...keysOf(moduleDocumentSchema)].filter((key) => !key.startsWith("@"));
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter((key) => !(key in moduleContext()))).toEqual([]);
  });

  it("maps nothing to plain id or type, and no rule to the name of a key", () => {
    expect(moduleContext()).not.toHaveProperty("id");
    expect(moduleContext()).not.toHaveProperty("type");
    const terms = Object.entries(moduleContext());
    for (const key of keysOf(moduleDocumentSchema)) {
      const term = terms.find(([name]) => name === key)?.[1];
      expect(JSON.stringify(term ?? ""), key).not.toContain("rules/");
    }
  });

  it.each(["clinic", "shop"])("brings the example %s back from expand and compact", async (name) => {
    const { "@context": _context, ...document } = example(name) as Record<string, unknown>;
    expect(await roundTrip(document)).toEqual(document);
  });

  it("brings back a document with every key", async () => {
    expect(await roundTrip(fullDocument())).toEqual(fullDocument());
  });

  it("says something of every rule, and in safe mode without a network", async () => {
    const quads = (await toRdf(example("clinic"))) as readonly { predicate: { value: string } }[];
    expect(quads.length).toBeGreaterThan(150);
    const uses = JSON.stringify(example("clinic")).split('"rule":"').length - 1;
    expect(uses).toBeGreaterThan(9);
    expect(quads.filter(({ predicate }) => predicate.value.endsWith("ns#rule")).length).toBe(uses);
  });

  it("refuses a misspelt key, a relative address and an unknown rule", async () => {
    const document = fullDocument();
    await expect(toRdf(toModuleJsonLd({ ...document, titel: "x" }))).rejects.toThrow();
    await expect(toRdf(toModuleJsonLd({ ...document, license: "licence.html" }))).rejects.toThrow();
    const [table] = document.tables;
    const columns = [{ name: "a", normalize: [{ rule: "trimm" }] }];
    await expect(toRdf(toModuleJsonLd({ ...document, tables: [{ ...table, columns }] }))).rejects.toThrow();
    await expect(toRdf(toModuleJsonLd(document))).resolves.toBeDefined();
  });
});

describe("any document", () => {
  it("comes back from linked data", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        expect(await roundTrip(document)).toEqual(document);
      }),
      { numRuns: 60 },
    );
  });

  it("is a draft as it is, and executable again when it was", () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const executable = moduleDocumentSchema.parse(document);
        const draft = draftSchema.parse(document);
        expect(draft).toEqual(document);
        expect(moduleDocumentSchema.parse(draft)).toEqual(executable);
        // What was parsed once is the same when it is parsed again: defaults are filled in once.
        expect(moduleDocumentSchema.parse(JSON.parse(JSON.stringify(executable)))).toEqual(executable);
      }),
      { numRuns: 200 },
    );
  });
});
