import { describe, expect, it } from "vitest";
import { anonymizers } from "#lib/anonymizers";
import { documentJsonSchema } from "../index.ts";
import { keyTexts } from "./key-texts.ts";

interface Json {
  readonly [key: string]: Json | undefined;
}
const at = (schema: unknown, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((node, part) => node?.[part], schema as Json);
const column = ["properties", "tables", "items", "properties", "columns", "items", "properties"];

describe("documentJsonSchema", () => {
  it("offers each registry's rules with their own parameters", () => {
    const anonymize = at(documentJsonSchema("en"), ...column, "anonymize");
    expect(anonymize?.properties?.rule?.enum).toEqual(anonymizers.map(({ id }) => id));
    const branches = [...Object.values(anonymize?.allOf ?? {})];
    expect(branches).toHaveLength(anonymizers.length);
    const generalize = branches.find(
      (branch) => String(at(branch, "if", "properties", "rule", "const")) === "generalize-date",
    );
    expect(at(generalize, "then", "properties", "with", "properties", "unit", "enum")).toContain("decade");
    expect(at(generalize, "then", "properties", "with", "additionalProperties")).toBe(false);
    expect(at(generalize, "then", "required")).toEqual(["with"]);
    for (const place of [["nulls"], ["normalize", "items"], ["checks", "items"]]) {
      expect(at(documentJsonSchema("en"), ...column, ...place, "allOf")?.length).toBeGreaterThan(4);
    }
  });

  it("refuses unknown keys and speaks both languages", () => {
    const [en, ru] = [documentJsonSchema("en"), documentJsonSchema("ru")];
    expect(at(en, "additionalProperties")).toBe(false);
    expect(at(en, ...column, "datatype", "description")).toBe(keyTexts.datatype?.en);
    expect(at(ru, ...column, "datatype", "description")).toBe(keyTexts.datatype?.ru);
    expect(JSON.stringify(at(ru, ...column, "anonymize", "allOf"))).toContain("Оставить");
    // No text of both languages is left over.
    expect(JSON.stringify(en)).not.toMatch(/"(label|help)":\{"en"/);
  });

  it("describes every key", () => {
    const missing = new Set<string>();
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      const { properties, items } = node as { properties?: Record<string, unknown>; items?: unknown };
      for (const [key, child] of Object.entries(properties ?? {})) {
        if (!(key in keyTexts)) missing.add(key);
        visit(child);
      }
      visit(items);
    };
    visit(documentJsonSchema("en"));
    expect([...missing]).toEqual([]);
  });
});
