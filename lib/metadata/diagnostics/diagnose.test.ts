import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type DiagnosticCode, diagnose, diagnosticMessages } from "../index.ts";
import { clinicDocument } from "../testing/clinic-document.ts";
import {
  artefacts,
  born,
  cases,
  figures,
  note,
  pairs,
  patient,
  referring,
  secret,
} from "../testing/diagnostic-cases.ts";
import { places, seen, upstreams } from "../testing/known-beside.ts";

type Json = { [key: string]: Json } & Json[] & string;
const example = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../public/examples/${name}.module.jsonld`, import.meta.url), "utf8"),
  );

/** Sets what stands at a path; `undefined` removes it. */
function having(changes: Readonly<Record<string, unknown>>): unknown {
  const document: unknown = clinicDocument();
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split("/");
    const last = parts.pop() ?? "";
    let target = document as Json;
    for (const part of parts) target = target[part] as Json;
    if (value === undefined) delete target[last];
    else target[last] = value as Json;
  }
  return document;
}

const sourceColumns = { patient: ["id", "doctor_id", "born", "note"] };
const codesAndPaths = (document: unknown, mode: "draft" | "executable" = "executable") =>
  diagnose(document, { mode, sourceColumns }).map(({ code, path }) => `${code} ${path.join("/")}`);

describe("diagnose", () => {
  it("has nothing to say of a document that is right", () => {
    expect(codesAndPaths(clinicDocument())).toEqual([]);
  });

  it.each(["shop", "clinic"])("finds no error in the example %s", (name) => {
    const errors = diagnose(example(name), { mode: "executable" }).filter(
      ({ severity }) => severity === "error",
    );
    expect(errors).toEqual([]);
  });

  it.each(Object.entries(cases))("says %s at its place, in both languages", (code, [changes, path]) => {
    const document = code === "document-not-object" ? [secret] : having(changes);
    const found = diagnose(document, {
      mode: "executable",
      sourceColumns,
      artefacts,
      figures,
      upstreams,
      seen,
      places,
    });
    const one = found.find((diagnostic) => diagnostic.code === code);
    expect(one?.path.join("/"), JSON.stringify(found)).toBe(path);
    expect(one?.message.en).not.toMatch(/\{\w+\}/);
    expect(one?.message.ru).toMatch(/[а-я]/);
    expect(one?.message.ru).not.toMatch(/\{\w+\}/);
    expect(one?.severity).toBe(diagnosticMessages[code as DiagnosticCode].severity);
    expect(JSON.stringify(found.map(({ message }) => message))).not.toContain(secret);
  });

  it("misses the store of an upload script too, and no version of a module, and only warns", () => {
    const script = { language: "sql", store: "elsewhere", script: "select 1" };
    const document = having({
      "sources/1": { name: "ward", ref: "module:ward@latest" },
      upload: { stores: ["files"], script },
    });
    const missing = diagnose(document, { mode: "executable", places }).filter(({ code }) =>
      code.endsWith("-not-here"),
    );
    expect(missing.map(({ path, severity }) => [path.join("/"), severity])).toEqual([
      ["upload/script/store", "warning"],
    ]);
  });

  it("names what was probably meant", () => {
    const [found] = diagnose(having({ [`${note}/normalize`]: [{ rule: "trimm" }] }), { mode: "executable" });
    expect(found?.message.en).toContain("Did you mean trim?");
    const [key] = diagnose(having({ [`${note}/datatyp`]: "string" }), { mode: "executable" });
    expect(key?.message.ru).toContain("Возможно, datatype?");
  });

  it("lets two tables point at each other: only a key that defines itself is refused", () => {
    const cyclic = having({
      "tables/0/columns/1": { name: "favourite", nulls: { rule: "keep" } },
      "tables/0/foreignKeys": [
        { columns: ["favourite"], references: { table: "patient", columns: ["id"] }, onOrphan: "null" },
      ],
    });
    expect(codesAndPaths(cyclic)).toEqual([]);
    const self = having({
      [`${patient}/columns/4`]: { name: "mother" },
      [`${patient}/foreignKeys/1`]: {
        columns: ["mother"],
        references: { table: "patient", columns: ["id"] },
        onOrphan: "null",
      },
    });
    expect(diagnose(self, { mode: "executable" })).toEqual([]);
  });

  it("waits in a draft for what is not there yet, and still refuses an unknown key", () => {
    const draft = having({
      [`${note}/privacyClass`]: undefined,
      [`${born}/datatype`]: "dat",
      [`${patient}/surprise`]: 1,
      name: undefined,
    });
    const found = diagnose(draft, { mode: "draft" });
    const errors = found.filter(({ severity }) => severity === "error").map(({ code }) => code);
    expect(errors).toEqual(["unknown-key"]);
    expect(found.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["column-unclassed", "value-invalid", "key-required"]),
    );
  });

  it("refuses in a draft what no further typing makes right, once", () => {
    const found = diagnose(having({ title: 7 }), { mode: "draft" });
    expect(found).toMatchObject([{ code: "value-invalid", severity: "error", path: ["title"] }]);
  });

  it("does not repeat of a part what is said of a place in it", () => {
    const broken = having({ [`${patient}/extraction/language`]: "cobol" });
    expect(codesAndPaths(broken)).toEqual([`value-invalid ${patient}/extraction/language`]);
  });

  it("has no place inside of values that are kept elsewhere", () => {
    const changes = { [`${note}/normalize`]: [{ rule: "map-values", with: { pairs: referring("a", 1) } }] };
    const lookup = () => ({ ...pairs, value: [[secret]] });
    const found = diagnose(having(changes), { mode: "executable", artefacts: lookup });
    expect(found.map(({ code, path }) => [code, path.join("/")])).toEqual([
      ["params-invalid", `${note}/normalize/0/with/pairs`],
    ]);
  });

  it("looks at the parts of a broken document at their own places", () => {
    const broken = having({
      [`${patient}/columns/0/name`]: undefined,
      [`${note}/normalize`]: [{ rule: "trimm" }],
    });
    expect(codesAndPaths(broken)).toContain(`unknown-rule ${note}/normalize/0/rule`);
  });

  it.each([null, 7, "text", [], {}, { tables: 3 }, { tables: [null, { columns: [[]] }] }, { format: "1" }])(
    "survives %j",
    (json) => {
      for (const mode of ["draft", "executable"] as const) {
        expect(diagnose(json, { mode }).length).toBeGreaterThan(0);
      }
    },
  );
});
