import { expect, it } from "vitest";
import { askedUntilSo, emptyJail, jailed } from "./jail.ts";
import { callFilter } from "./system-calls.ts";

const limits = { seconds: 1, memoryBytes: 1, diskBytes: 1, outputBytes: 1, processes: 1 };

it("tries with nothing inside what a script will need of the machine", () => {
  const outside = ({ args }: { readonly args: readonly string[] }) =>
    args.slice(0, args.indexOf("--")).filter((option) => option.startsWith("--"));
  const tried = outside(emptyJail(false));
  expect(tried).toEqual(expect.arrayContaining(["--proc", "--dev", "--remount-ro", "--bind"]));
  expect(outside(jailed({ python: "/usr/bin/python3", folders: [] }, "/tmp/x", limits))).toEqual(tried);
});

it("takes a machine that had no sandbox for a moment for one that has", async () => {
  const answers = [false, true];
  let asked = 0;
  const hasOne = askedUntilSo(async () => answers[asked++] ?? false);
  expect([await hasOne(), await hasOne(), await hasOne()]).toEqual([false, true, true]);
  expect(asked).toBe(2);
});

it("refuses calls by the numbers of the machine, and knows no others", () => {
  for (const [machine, audit, unshare] of [
    ["x64", 0xc000003e, 272],
    ["arm64", 0xc00000b7, 97],
  ] as const) {
    const filter = callFilter(machine) ?? Buffer.alloc(0);
    const values = Array.from({ length: filter.length / 8 }, (_, at) => filter.readUInt32LE(at * 8 + 4));
    expect([values[1], values.includes(unshare)]).toEqual([audit, true]);
    // Both ways of each comparison lead to an instruction that is there.
    for (const at of values.keys())
      if ((filter[at * 8] ?? 0) % 8 === 5)
        expect(at + 1 + Math.max(filter[at * 8 + 2] ?? 0, filter[at * 8 + 3] ?? 0)).toBeLessThan(
          values.length,
        );
  }
  expect(callFilter("s390x")).toBeUndefined();
});
