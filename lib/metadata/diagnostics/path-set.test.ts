import fc from "fast-check";
import { expect, test } from "vitest";
import { PathSet } from "./path-set.ts";

const part = fc.oneof(fc.nat(2), fc.constantFrom("a", "b", "0"));
const path = fc.array(part, { maxLength: 4 });
const startsWith = (whole: readonly unknown[], start: readonly unknown[]) =>
  start.length <= whole.length && start.every((one, index) => one === whole[index]);

test("it answers what looking at each of its places would", () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 6 }), path, (members, asked) => {
      const set = new PathSet(members);
      const around = members.filter((one) => startsWith(asked, one));
      const shortest = Math.min(...around.map(({ length }) => length));
      expect(set.around(asked)).toEqual(around.length > 0 ? asked.slice(0, shortest) : undefined);
      expect(set.hasWithin(asked)).toBe(members.some((one) => startsWith(one, asked)));
    }),
    { numRuns: 2000 },
  );
});
