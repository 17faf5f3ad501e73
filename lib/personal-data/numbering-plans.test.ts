import { readFileSync, writeFileSync } from "node:fs";
import metadata from "libphonenumber-js/metadata.min.json" with { type: "json" };
import { expect, test } from "vitest";
import { z } from "zod";

const file = new URL("numbering-plans.json", import.meta.url);

// The places that libphonenumber-js gives its fields: code, what is dialled abroad, pattern, …, prefix, prefix as it is parsed, rule that rewrites.
const countrySchema = z.array(z.unknown()).transform((fields) => {
  const texts = z.array(z.string()).parse([fields[0], fields[1], fields[2], fields[7] || fields[5] || ""]);
  const [code = "", abroad = "", pattern = "", prefix = ""] = texts;
  return { plan: { code, abroad, pattern, prefix }, rewrites: Boolean(fields[8]) };
});
const schema = z.object({
  countries: z.record(z.string(), countrySchema),
  nonGeographic: z.record(z.string(), z.array(z.unknown())),
});

function made() {
  const { countries, nonGeographic } = schema.parse(metadata);
  const byCode = new Map<string, Set<string>>();
  const add = (code: string, pattern: string) =>
    byCode.set(code, (byCode.get(code) ?? new Set()).add(pattern));
  for (const { plan } of Object.values(countries)) add(plan.code, plan.pattern);
  for (const [code, fields] of Object.entries(nonGeographic)) add(code, z.string().parse(fields[2]));
  const international = [...byCode]
    .map(([code, patterns]) => `${code}(?:${[...patterns].join("|")})`)
    .join("|");
  const simple = Object.entries(countries).flatMap(([name, { plan, rewrites }]) =>
    rewrites ? [] : [[name, plan] as const],
  );
  return { countries: Object.fromEntries(simple), international };
}

test("the numbering plans are those of the installed libphonenumber", () => {
  const text = `${JSON.stringify(made(), undefined, 2)}\n`;
  if (process.env.UPDATE_LISTS) writeFileSync(file, text);
  expect(Object.keys(made().countries).length).toBeGreaterThan(200);
  expect(readFileSync(file, "utf8")).toBe(text);
});
