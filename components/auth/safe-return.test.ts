import { expect, it } from "vitest";
import { safeReturn } from "./safe-return.ts";

it("keeps paths of this application", () => {
  expect(safeReturn("/modules/shop?tab=review")).toBe("/modules/shop?tab=review");
});

it.each(["//evil.example", "/\\evil.example", "https://evil.example", "", undefined, ["/a"]])(
  "refuses %s",
  (asked) => {
    expect(safeReturn(asked)).toBe("/");
  },
);
