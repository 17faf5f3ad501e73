import { expect, test } from "vitest";
import { repeat } from "./repeat.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("work that takes longer is not begun again beside itself, and does not hold up other work", async () => {
  let begun = 0;
  let quick = 0;
  const release = Promise.withResolvers<void>();
  const slow = repeat(5, async () => {
    begun += 1;
    await release.promise;
  });
  const other = repeat(5, async () => {
    quick += 1;
  });
  await expect.poll(() => quick).toBeGreaterThan(3);
  expect(begun).toBe(1);
  release.resolve();
  await expect.poll(() => begun).toBeGreaterThan(1);
  await Promise.all([slow.stop(), other.stop()]);
});

test("stopping waits for what is under way, and nothing is begun after it", async () => {
  const release = Promise.withResolvers<void>();
  let begun = 0;
  const ended: string[] = [];
  const slow = repeat(5, async () => {
    begun += 1;
    await release.promise;
    ended.push("work");
  });
  await expect.poll(() => begun).toBe(1);
  const stopped = slow.stop().then(() => ended.push("stop"));
  await pause(10);
  expect(ended).toEqual([]);
  release.resolve();
  await stopped;
  expect(ended).toEqual(["work", "stop"]);
  await pause(30);
  expect(begun).toBe(1);
});
