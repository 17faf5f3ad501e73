import { describe, expect, it } from "vitest";
import { fullDocument } from "#lib/testing";
import { moduleDocumentSchema, ruleVersions } from "./index.ts";
import { type ApprovalInput, approvalHash } from "./server.ts";

const document = () => moduleDocumentSchema.parse(fullDocument());
const input = (change: Partial<ApprovalInput> = {}): ApprovalInput => ({
  document: document(),
  sources: { clinic: "postgresql://db/clinic" },
  stores: { files: "folder:/srv" },
  ...change,
});
const base = approvalHash(input());

/** Every key that a document holds, by the paths of its leaves. */
function leaves(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, child]) => leaves(child, [...path, key]));
}

function changed(path: readonly (string | number)[]): unknown {
  const copy: unknown = document();
  let target = copy as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) target = target[part] as Record<string | number, unknown>;
  const last = path.at(-1) ?? "";
  const value = target[last];
  target[last] = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${value}x`;
  return copy;
}

const describes = (path: readonly (string | number)[]): boolean => {
  const [first] = path;
  if (["title", "description", "keywords", "license", "ui", "@context"].includes(String(first))) return true;
  const last = String(path.at(-1));
  const isParameter = path.includes("with");
  return !isParameter && (last === "title" || last === "description");
};

describe("approvalHash", () => {
  const all = leaves(document());
  it("is 64 hexadecimal digits and does not depend on the order of keys", () => {
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    const reversed = Object.fromEntries(Object.entries(document()).reverse());
    expect(approvalHash(input({ document: moduleDocumentSchema.parse(reversed) }))).toBe(base);
  });

  it("changes with each key that decides, and with no key that only describes", () => {
    const [deciding, allowed] = [all.filter((path) => !describes(path)), all.filter(describes)];
    expect(deciding.length).toBeGreaterThan(50);
    expect(allowed.length).toBeGreaterThan(6);
    const hashOf = (path: readonly (string | number)[]) =>
      approvalHash(input({ document: changed(path) as ApprovalInput["document"] }));
    expect(deciding.filter((path) => hashOf(path) === base)).toEqual([]);
    expect(allowed.filter((path) => hashOf(path) !== base)).toEqual([]);
  });

  it("changes with sources, stores, rules' versions, domains and packages", () => {
    const versions = ruleVersions(document());
    expect(Object.keys(versions).length).toBeGreaterThan(5);
    const [first = ""] = Object.keys(versions);
    const hashes = [
      input({ sources: { clinic: "postgresql://other/clinic" } }),
      input({ stores: { files: "folder:/other" } }),
      input({ ruleVersions: { ...versions, [first]: 99 } }),
      input({ domains: ["person.email"] }),
      input({ packages: ["pandas==3.1.1"] }),
    ].map(approvalHash);
    expect(new Set([base, ...hashes]).size).toBe(6);
  });

  it("changes with Python that nothing shuts off where something of the module is Python, and nowhere else", () => {
    const written = (language: "sql" | "python") => {
      const { upload: _, ...rest } = document();
      const tables = rest.tables.map(({ extraction: _e, transformation: _t, columns, ...table }) => ({
        ...table,
        columns: columns.map(({ normalize: _n, anonymize: _a, ...column }) => column),
      }));
      const script = { language, store: "files", script: "x" };
      return moduleDocumentSchema.parse({
        ...rest,
        patterns: undefined,
        tables,
        upload: { stores: [], script },
      });
    };
    for (const [language, isOther] of [
      ["sql", false],
      ["python", true],
    ] as const) {
      const given = input({ document: written(language) });
      const hashes = [undefined, false, true].map((allowUnsandboxed) =>
        approvalHash({ ...given, allowUnsandboxed }),
      );
      expect(hashes[1]).toBe(hashes[0]);
      expect(hashes[2] !== hashes[0]).toBe(isOther);
    }
  });
});
