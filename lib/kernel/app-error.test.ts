import { expect, test } from "vitest";
import { AppError, errorMessage, errorText } from "./app-error.ts";
import { type ErrorCodeId, errorCodes } from "./error-codes.ts";
import { resourceNames } from "./resource-names.ts";
import { stageNames } from "./stage-names.ts";

test("an error is known whichever copy of the product made it, and nothing else is", async () => {
  const copy: typeof import("./app-error.ts") = await import(/* @vite-ignore */ `${"./app-error.ts"}?copy`);
  expect(copy.AppError).not.toBe(AppError);
  expect(new copy.AppError("not-signed-in")).toBeInstanceOf(AppError);
  expect(new AppError("not-signed-in")).toBeInstanceOf(copy.AppError);
  for (const other of [new Error("x"), { code: "not-signed-in" }, null, "not-signed-in"]) {
    expect(other instanceof AppError).toBe(false);
  }
});

test("what a script took too much of is called in the reader's language", () => {
  for (const code of ["script-limit", "sandbox-limit"] as const)
    for (const [resource, { en, ru }] of resourceNames) {
      const text = errorText({ code, params: { resource, limit: "8" } });
      expect([text.en.includes(en), text.ru.includes(ru)], `${code} ${resource}`).toEqual([true, true]);
      expect(text.ru, code).not.toContain(resource);
    }
  expect(errorMessage({ code: "script-limit", params: { resource: "other" } }, "ru")).toContain("other");
});

test("an error carries a stage by its id, and each reader gets its name", () => {
  const codes = (Object.keys(errorCodes) as ErrorCodeId[]).filter((code) =>
    errorCodes[code].message.en.includes("{stage}"),
  );
  expect(codes.length).toBeGreaterThan(3);
  for (const code of codes)
    for (const [id, { en, ru }] of stageNames) {
      const text = errorText({ code, params: { stage: id } });
      expect(text.ru, code).toContain(`«${ru}»`);
      expect(text.ru, code).not.toContain(id);
      expect(text.en, code).toContain(en);
    }
  const unknown = { code: "engine-memory", params: { stage: "another" } } as const;
  expect(errorMessage(unknown, "ru")).toContain("«another»");
  expect(new AppError("engine-memory", { stage: "keys" }).message).toContain("stage keys");
});
