import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { inParallel } from "./in-parallel.ts";

const { signal } = new AbortController();

it.each([1, 2, 3, 50])("at most %i at once, answers in the items' order", async (atOnce) => {
  const items = Array.from({ length: 20 }, (_, at) => at);
  let running = 0;
  let most = 0;
  const answers = await inParallel(
    items,
    atOnce,
    async (item) => {
      running++;
      most = Math.max(most, running);
      // The later an item, the sooner it is done.
      await sleep(20 - item);
      running--;
      return item * 2;
    },
    signal,
  );
  expect(answers).toEqual(items.map((item) => item * 2));
  expect(most).toBe(Math.min(atOnce, items.length));
});

it("the first failure stops the others and is told when none of them runs", async () => {
  const begun: number[] = [];
  let running = 0;
  const work = inParallel(
    [1, 2, 3, 4, 5],
    2,
    async (item, own) => {
      begun.push(item);
      running++;
      try {
        if (item === 1) {
          await sleep(5);
          throw new Error("the first");
        }
        await sleep(5000, undefined, { signal: own });
      } finally {
        running--;
      }
    },
    signal,
  );
  await expect(work).rejects.toThrow("the first");
  expect([begun, running]).toEqual([[1, 2], 0]);
});

it("ends with the run that it is part of", async () => {
  const run = new AbortController();
  const work = inParallel([1, 2, 3], 1, (_, own) => sleep(5000, undefined, { signal: own }), run.signal);
  setTimeout(() => run.abort(), 5);
  await expect(work).rejects.toThrow();
  await expect(inParallel([1], 1, async () => 1, AbortSignal.abort())).rejects.toMatchObject({
    code: "run-cancelled",
  });
  expect(await inParallel([], 3, async () => 1, signal)).toEqual([]);
});
