import { expect, it } from "vitest";
import { listenersWarning } from "./listeners.ts";

it("whoever could read along is warned of, on other machines and without encryption only", () => {
  expect(listenersWarning("localhost.corp", false)).toMatchObject([
    { en: "The connection is not encrypted." },
  ]);
  expect(listenersWarning("localhost.corp", true)).toEqual([]);
  expect(listenersWarning("localhost", false)).toEqual([]);
});
