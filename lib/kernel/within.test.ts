import { expect, it } from "vitest";
import { within } from "./within.ts";

it("waits for what is over in time, and for nothing else", async () => {
  let isOver = false;
  const soon = new Promise<void>((resolve) => setTimeout(resolve, 5)).then(() => {
    isOver = true;
  });
  await within(soon, 60_000);
  expect(isOver).toBe(true);
  const begun = performance.now();
  await within(new Promise(() => undefined), 20);
  expect(performance.now() - begun).toBeLessThan(10_000);
  await expect(within(Promise.reject(new Error("failed")), 60_000)).rejects.toThrow("failed");
});
