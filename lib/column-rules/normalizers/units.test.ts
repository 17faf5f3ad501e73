import { expect, test } from "vitest";
import { conversion } from "./units.ts";
import { quantities } from "./units-table.ts";

test("no conversion leaves 128 bits, and each one undoes its opposite", () => {
  let pairs = 0;
  for (const units of Object.values(quantities)) {
    for (const from of Object.values(units)) {
      for (const to of Object.values(units)) {
        const { times, plus, over } = conversion(from, to);
        const greatest = 10n ** 21n * times + (plus < 0n ? -plus : plus) * 10n ** 9n;
        expect(greatest * 2n + over * 10n ** 9n < 2n ** 127n).toBe(true);
        expect(over * 2n * 10n ** 9n < 2n ** 127n).toBe(true);
        const back = conversion(to, from);
        // y = (x·t + p) / o put into x = (y·t' + p') / o' gives x again.
        expect(times * back.times).toBe(over * back.over);
        expect(plus * back.times + back.plus * over).toBe(0n);
        pairs++;
      }
    }
  }
  expect(pairs).toBeGreaterThan(200);
});

test("a name is that of one unit of its quantity", () => {
  for (const units of Object.values(quantities)) {
    const all = Object.values(units).flatMap((unit) => [...unit.names, ...(unit.exact ?? [])]);
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  }
});
