import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js";
import examples from "libphonenumber-js/examples.mobile.json" with { type: "json" };
import { expect, test } from "vitest";
import { numberingPlans } from "#lib/personal-data";
import { name, sql } from "#lib/sql";
import { openTestEngine, valuesTable } from "#lib/testing";
import { phone } from "./phone.ts";

const groups = ["", " ", "-", "\u00a0"] as const;
const countries = Object.entries(examples).filter(([country]) => country in numberingPlans);

/** A number as people write it: the country's example with other last digits, spaced, after one of the beginnings. */
const writing = fc.record({
  of: fc.constantFrom(...countries),
  end: fc.stringMatching(/^[0-9]{0,4}$/),
  gap: fc.constantFrom(...groups),
  start: fc.constantFrom("+code", "code", "prefix", "", "+"),
});

test("reads what libphonenumber reads, country by country", async () => {
  const engine = await openTestEngine();
  const cases = fc
    .sample(writing, { numRuns: 4000, seed: 11 })
    .map(({ of: [country, example], end, gap, start }) => {
      const digits = example.slice(0, example.length - end.length) + end;
      const code = numberingPlans[country]?.code ?? "";
      const begin = { "+code": `+${code}`, code, prefix: "0", "": "", "+": "+" }[start];
      return { country, text: begin + (digits.match(/.{1,3}/g) ?? []).join(gap) };
    });
  let [agreed, valid] = [0, 0];
  for (const country of new Set(cases.map((one) => one.country))) {
    const texts = cases.filter((one) => one.country === country).map(({ text }) => text);
    const sqlOf = phone.compile.duckdb({
      value: name("v"),
      type: { name: "string" },
      params: { country, extension: "reject" },
    });
    const rows = await engine.rows(
      sql`select v, ${sqlOf} from (${valuesTable(texts.map((one) => sql`${one}`))})`,
    );
    for (const [text, ours] of rows) {
      const theirs = parsePhoneNumberFromString(String(text), { defaultCountry: country as "RU" });
      // Ours is the stricter: a failure is quarantined, a wrong number would be published.
      if (ours !== null) expect(`${country} ${text} ${ours}`).toBe(`${country} ${text} ${theirs?.number}`);
      if (theirs?.isValid()) valid++;
      if ((theirs?.isValid() ? theirs.number : null) === ours) agreed++;
    }
  }
  engine.close();
  console.log(`phone: ${valid} of ${cases.length} are numbers, ${agreed} read alike`);
  expect(valid).toBeGreaterThan(1500);
  expect(agreed / cases.length).toBeGreaterThan(0.98);
}, 60_000);
