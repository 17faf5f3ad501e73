import { readFile } from "node:fs/promises";
import jsonld from "jsonld";
import { beforeAll, describe, expect, test } from "vitest";
import { diagnose, parseDocument } from "#lib/metadata";

const file = new URL("../../../public/examples/shop.module.jsonld", import.meta.url);

describe("the demo document", () => {
  let json: { readonly "@context": object };
  beforeAll(async () => {
    json = JSON.parse(await readFile(file, "utf8"));
  });

  test("is executable, with nothing to warn of", () => {
    const parsed = parseDocument(json);
    expect(parsed).toMatchObject({ ok: true });
    if (!parsed.ok) return;
    // Its people are made up: a file of an example may hold their values, and the product moves them when it is opened there.
    const found = diagnose(parsed.value, { mode: "executable" }).map(({ code }) => code);
    expect(found.filter((code) => code !== "values-in-clear")).toEqual([]);
  });

  test("uses every part of the pipeline that it shall show", () => {
    const text = JSON.stringify(json);
    for (const rule of [
      "pseudonymize",
      "surrogate",
      "fake",
      "mask",
      "noise",
      "date-shift",
      "generalize-date",
      "generalize-number",
      "redact-text",
      "drop",
      "keep",
    ])
      expect(text).toContain(`"rule":"${rule}"`);
    for (const policy of ["reject", "null", "default", "clamp", "warn"])
      expect(text).toContain(`"onViolation":"${policy}"`);
    expect(text).toContain('"publish":false');
  });

  test("is JSON-LD that comes back equal, with no network and no dropped statement", async () => {
    const documentLoader = () => Promise.reject(new Error("no network"));
    // The types of jsonld.js do not know `safe` yet, which refuses to drop anything.
    const options = { safe: true, documentLoader };
    const expanded: jsonld.JsonLdDocument = await jsonld.expand(json as jsonld.JsonLdDocument, options);
    const compacted = await jsonld.compact(expanded, json["@context"] as jsonld.ContextDefinition, {
      documentLoader,
    });
    expect(compacted).toEqual(json);
  });
});
