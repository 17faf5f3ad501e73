import { createHash } from "node:crypto";
import jsonld from "jsonld";
import { describe, expect, it } from "vitest";
import { moduleDocumentSchema } from "#lib/metadata";
import { definedNames, forHtml, moduleJsonLd, versionContext, versionJsonLd } from "../index.ts";
import { sampleDocument, sampleManifest, sampleVersion, secret } from "../testing/sample-version.ts";

const documentLoader = async (url: string): Promise<never> => {
  throw new Error(`no network: ${url}`);
};
interface Term {
  readonly termType: string;
  readonly value: string;
  readonly datatype?: { readonly value: string };
}
interface Quad {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
}
// The types of jsonld do not know `safe`.
const linked = jsonld as { toRDF(document: object, options: object): Promise<readonly Quad[]> };
const toRdf = (document: object) => linked.toRDF(document, { documentLoader, safe: true });
const version = (input = sampleVersion()) => JSON.parse(versionJsonLd(input)) as Record<string, unknown>;

const terms: readonly unknown[] = Object.values(versionContext);
const allowed = terms
  .filter((value): value is string => typeof value === "string" && /^https?:/.test(value))
  .concat(
    "https://data.example.org/",
    "https://spdx.org/licenses/",
    "https://www.iana.org/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  );

function visit(node: unknown, see: (value: unknown, key: string) => void, key = ""): void {
  see(node, key);
  if (typeof node !== "object" || node === null) return;
  for (const [name, child] of Object.entries(node)) visit(child, see, name);
}

describe("versionJsonLd", () => {
  it("is taken by jsonld.js in safe mode without a network and without a base", async () => {
    const quads = await toRdf(version());
    expect(quads.length).toBeGreaterThan(300);
    const misspelt = { ...version(), titel: "x" };
    await expect(toRdf(misspelt)).rejects.toThrow();
    const relative = { ...version(), license: "licence.html" };
    await expect(toRdf(relative)).rejects.toThrow();
  });

  it("is also taken where files lie beside it and have names only", async () => {
    const input = sampleVersion(sampleManifest(), (name) => name);
    const urn = { ...input.addresses, module: "urn:etl-express:clinic", version: "urn:etl-express:clinic:2" };
    expect((await toRdf(version({ ...input, addresses: urn }))).length).toBeGreaterThan(300);
  });

  it("uses no vocabulary but those of its context, and no name of ours that is not defined", async () => {
    const ours: ReadonlySet<string> = definedNames();
    let seen = 0;
    for (const { subject, predicate, object } of await toRdf(version())) {
      for (const term of [subject, predicate, object]) {
        if (term.termType !== "NamedNode") continue;
        expect(
          allowed.some((prefix) => term.value.startsWith(prefix)),
          term.value,
        ).toBe(true);
      }
      if (object.termType !== "NamedNode" || !object.value.startsWith(versionContext.etlx)) continue;
      seen++;
      expect([...ours]).toContain(`etlx:${object.value.slice(versionContext.etlx.length)}`);
    }
    expect(seen).toBeGreaterThan(10);
  });

  it("names the version before it, and a module's entry names them all", async () => {
    const input = sampleVersion();
    expect(version()).not.toHaveProperty("previousVersion");
    const previous = "https://data.example.org/m/clinic/v/1";
    const addresses = { ...input.addresses, previous };
    expect(version({ ...input, addresses }).previousVersion).toBe(previous);
    const { module, version: current } = input.addresses;
    const entry = (more: { current?: string }) =>
      JSON.parse(
        moduleJsonLd({ document: sampleDocument(), module, versions: [previous, current], ...more }),
      );
    const objects = async (document: object, predicate: string) =>
      (await toRdf(document))
        .filter((quad) => quad.subject.value === module && quad.predicate.value.endsWith(predicate))
        .map(({ object }) => object.value);
    expect(await objects(entry({ current }), "dcat#hasVersion")).toEqual([previous, current]);
    expect(await objects(entry({ current }), "dcat#hasCurrentVersion")).toEqual([current]);
    // Where every version was withdrawn none is current.
    expect(await objects(entry({}), "dcat#hasCurrentVersion")).toEqual([]);
    expect(JSON.stringify(entry({ current }))).not.toContain(secret);
  });

  it("keeps its context word for word", () => {
    // Versions that are published name these terms: a changed context would change what they say.
    const hash = createHash("sha256").update(JSON.stringify(versionContext)).digest("hex");
    expect(hash).toBe("4822c1a4a460bbdeba4f146b6ce71d0d8b20d2ee8db0b914c99ffb33f7176a09");
    expect(versionContext).not.toHaveProperty("@vocab");
    expect(versionContext).not.toHaveProperty("@language");
  });

  it("has no null, and numbers only where the context types them", () => {
    const numbers = new Set<string>();
    const { "@context": _context, ...whole } = version();
    // What stands under `parameter` is JSON, and stays as it is.
    const document: unknown = JSON.parse(JSON.stringify(whole), (key, value) =>
      key === "parameter" ? undefined : value,
    );
    visit(document, (value, key) => {
      expect(value, key).not.toBeNull();
      if (typeof value === "number") numbers.add(key);
    });
    expect([...numbers].sort()).toEqual(["byteSize", "maxCount", "minCount"]);
  });

  it("writes measurements as decimals that stay decimals", async () => {
    const values = (await toRdf(version())).filter(({ predicate }) => predicate.value.endsWith("dqv#value"));
    expect(values.length).toBeGreaterThan(8);
    for (const { object } of values) {
      expect(object.value).toMatch(/^\d+(\.\d+)?$/);
      expect(object.datatype?.value).toBe("http://www.w3.org/2001/XMLSchema#decimal");
    }
  });

  it("tells of every model what was asked for and what the worst class has, and of which column", () => {
    const [patients] = version().tables as { measurements: readonly Record<string, unknown>[] }[];
    const told = (patients?.measurements ?? [])
      .filter((one) => "etlx:requiredValue" in one)
      .map(({ metric, value, "etlx:requiredValue": required, "dqv:computedOn": on }) => ({
        metric,
        value,
        required: (required as { "@value": string })["@value"],
        on: on as object | undefined,
      }));
    const wide = { id: expect.stringContaining(encodeURIComponent("точно/#:%")) };
    expect(told).toEqual([
      { metric: "etlx:kAnonymity", value: "6", required: "5", on: undefined },
      { metric: "etlx:kMap", value: "11", required: "9", on: undefined },
      { metric: "etlx:distinctLDiversity", value: "2.123", required: "2", on: wide },
      { metric: "etlx:entropyLDiversity", value: "2.123", required: "2", on: wide },
      {
        metric: "etlx:equalTCloseness",
        value: "0.00000015",
        required: "0.2",
        on: { id: expect.stringMatching(/#born$/) },
      },
    ]);
    expect(patients?.measurements.filter(({ metric }) => metric === "etlx:kAnonymity")).toHaveLength(1);
  });

  it("tells levels of a hierarchy, legal methods and identifiers that were looked for", () => {
    const text = versionJsonLd(sampleVersion());
    const measured = (name: string) =>
      (version().measurements as { metric: string; value: string }[]).find(
        ({ metric }) => metric === `etlx:${name}`,
      )?.value;
    expect([measured("safeHarborMet"), measured("safeHarborNotMet"), measured("safeHarborUnknown")]).toEqual([
      "2",
      "0",
      "1",
    ]);
    let found: unknown;
    visit(JSON.parse(text), (value, key) => {
      if (key === "parameter" && typeof value === "object" && value !== null && "rowsByLevel" in value)
        found = value;
    });
    expect(found).toEqual({
      hierarchy: "amounts",
      level: 1.5,
      levels: 4,
      search: "multidimensional",
      rowsByLevel: [
        { level: 0, rows: { fewerThan: 5 } },
        { level: 2, rows: 90 },
      ],
    });
    expect(text).toContain('"etlx:legalMethod": [\n');
    expect(text).toContain("change of composition or semantics");
  });

  it("tells no small count, no value, no source column, no script, no host and no person", () => {
    const text = versionJsonLd(sampleVersion());
    const counts: unknown[] = [];
    visit(JSON.parse(text), (value) => {
      if (
        typeof value === "object" &&
        value !== null &&
        "metric" in value &&
        value.metric === "etlx:rejected"
      )
        counts.push(value);
    });
    expect(counts).toEqual([]);
    expect(text).toContain("etlx:suppressed");
    for (const hidden of [secret, "source_born", "hidden_table", "internal-host", "anna@example.org"])
      expect(text).not.toContain(hidden);
  });

  it("names columns with percent-encoded addresses and true names", () => {
    const text = versionJsonLd(sampleVersion());
    expect(text).toContain(`#${encodeURIComponent("точно/#:%")}"`);
    expect(text).toContain('"name": "точно/#:%"');
    const ids: string[] = [];
    const { "@context": _context, ...document } = version();
    visit(document, (value, key) => {
      if (key === "id" && typeof value === "string") ids.push(value);
    });
    expect(ids.length).toBeGreaterThan(40);
    for (const id of ids) expect(id).toMatch(/^[\x21-\x7e]+$/);
  });

  it("publishes bounds of open columns alone, typed in the shape", () => {
    const text = versionJsonLd(sampleVersion());
    expect(text).toContain('"minimum": "0.5"');
    expect(JSON.stringify(version())).toContain('"maxInclusive":{"@value":"300","@type":"xsd:decimal"}');
    expect(text).not.toContain("1900-01-01");
  });

  it("takes from each check what it says of itself, in a form that readers of metadata know", () => {
    const shapeOf = (datatype: string, ...checks: readonly Record<string, unknown>[]) => {
      const manifest = sampleManifest();
      const tables = manifest.tables.map((table) =>
        table.name === "empty" ? { ...table, columns: [{ name: "id", datatype, nullable: true }] } : table,
      );
      const input = sampleVersion({ ...manifest, tables });
      const column = { name: "id", datatype, privacyClass: "insensitive", checks };
      const document = moduleDocumentSchema.parse({
        ...input.document,
        tables: input.document.tables.map((table) =>
          table.name === "empty" ? { ...table, columns: [column] } : table,
        ),
      });
      const made = JSON.parse(versionJsonLd({ ...input, document }));
      const found = made.tables.find(({ name }: { name: string }) => name === "empty");
      return found.conformsTo.property[0];
    };
    const check = (rule: string, params: Record<string, unknown>, onViolation = "reject") => ({
      rule,
      with: params,
      onViolation,
    });
    expect(shapeOf("string", check("pattern", { pattern: "[A-Z]{2}" })).pattern).toBe("^([A-Z]{2})$");
    expect(shapeOf("string", check("pattern", { pattern: "(?i)yes" })).pattern).toBeUndefined();
    expect(shapeOf("string", check("allowed-values", { values: ["a", "b"] })).allowedValues).toEqual([
      "a",
      "b",
    ]);
    expect(
      shapeOf("string", check("allowed-values", { values: ["a"], ignoreCase: true })).allowedValues,
    ).toBeUndefined();
    expect(shapeOf("integer", check("allowed-values", { values: [1] })).allowedValues).toBeUndefined();
    expect(shapeOf("timestamp", check("range", { minimum: "2020-01-01 10:00:00" })).minInclusive).toEqual({
      "@value": "2020-01-01T10:00:00",
      "@type": "xsd:dateTime",
    });
    // What only warns does not hold of what is published.
    expect(shapeOf("integer", check("range", { minimum: 1 }, "warn")).minInclusive).toBeUndefined();
  });

  it("is pseudonymised unless an assessment is on record", () => {
    const input = sampleVersion();
    const privacy = { ...input.reports.privacy, resultClass: "anonymised" as const };
    const anonymised = { ...input, reports: { ...input.reports, privacy } };
    expect(version(anonymised).type).toContain("dpv:PseudonymisedData");
    expect(version({ ...anonymised, assessed: true }).type).toContain("dpv:AnonymisedData");
    expect(version({ ...input, assessed: true }).type).toContain("dpv:PseudonymisedData");
    expect(version().policy).toMatchObject({ prohibition: [{ action: "etlx:reidentify" }] });
  });

  it("has the same bytes whenever it is made", () => {
    expect(versionJsonLd(sampleVersion())).toBe(versionJsonLd(sampleVersion()));
  });

  it("cannot end the script element it is embedded in", () => {
    const html = forHtml(versionJsonLd(sampleVersion()));
    expect(html).not.toContain("<");
    expect(JSON.parse(html)).toEqual(version());
  });
});
