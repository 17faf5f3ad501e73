import { expect, test } from "vitest";
import { AppError } from "./app-error.ts";

test("an error is known whichever copy of the product made it, and nothing else is", async () => {
  const copy: typeof import("./app-error.ts") = await import(/* @vite-ignore */ `${"./app-error.ts"}?copy`);
  expect(copy.AppError).not.toBe(AppError);
  expect(new copy.AppError("not-signed-in")).toBeInstanceOf(AppError);
  expect(new AppError("not-signed-in")).toBeInstanceOf(copy.AppError);
  for (const other of [new Error("x"), { code: "not-signed-in" }, null, "not-signed-in"]) {
    expect(other instanceof AppError).toBe(false);
  }
});
