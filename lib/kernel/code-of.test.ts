import { expect, it } from "vitest";
import { codeOf } from "./code-of.ts";

it("an error's code is a text that it carries", () => {
  expect(codeOf(Object.assign(new Error("gone"), { code: "ENOENT" }))).toBe("ENOENT");
  for (const none of [new Error("gone"), { code: 7 }, null, undefined, "ENOENT"])
    expect(codeOf(none)).toBeUndefined();
});
