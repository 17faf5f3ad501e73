import { expect, it } from "vitest";
import { versionJsonLd } from "../index.ts";
import { sampleVersion } from "../testing/sample-version.ts";

it("names how a column was anonymized, and no text of a rule that may hold a value", () => {
  const input = sampleVersion();
  const withRule = (use: { rule: string; with: Record<string, string | number> }) => {
    const column = input.document.tables
      .flatMap(({ columns }) => columns)
      .find(({ name }) => name === "born");
    if (!column) throw new Error("the sample has a column born");
    column.anonymize = use;
    return versionJsonLd(input);
  };
  expect(withRule({ rule: "generalize-prefix", with: { keep: 3, rest: "cut" } })).toContain('"cut"');
  const script = { expression: "case when value = 'Petrova' then 'x' else 'y' end", returns: "string" };
  const written = withRule({ rule: "column-script", with: script });
  expect(written).not.toContain("Petrova");
  expect(written).toContain("column-script");
});
