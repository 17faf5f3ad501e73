import { expect, test } from "vitest";
import { longWorks } from "./long-works.ts";

test("what a work came to is forgotten after a while, and one that goes on never is", async () => {
  const works = longWorks<string, number>(5, 30);
  const slow = Promise.withResolvers<number>();
  const over = await works.ask("over", "over", async () => 7);
  const goesOn = await works.ask("slow", "slow", () => slow.promise);
  expect([over.outcome, goesOn.outcome]).toEqual([expect.objectContaining({ made: 7 }), undefined]);
  await expect.poll(() => works.find(({ about }) => about === "over")).toBeUndefined();
  expect(works.find(({ about }) => about === "slow")).toBe(goesOn);
  slow.resolve(8);
  expect((await works.ask("slow", "slow", async () => 9, goesOn.id)).outcome).toMatchObject({ made: 8 });
});
