import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { findScriptLanguage, scriptLanguages } from "./index.ts";

it("lists every language of the folder", () => {
  const files = readdirSync(import.meta.dirname)
    .map((file) => file.replace(/\.ts$/, ""))
    .filter((name) => !/test$|README|index|registry|definition/.test(name));
  expect(scriptLanguages.map((l) => l.id).sort()).toEqual(files);
});

it("knows no language by default", () => {
  expect(findScriptLanguage("sql")?.editorLanguage).toBe("sql");
  expect(findScriptLanguage("perl")).toBeUndefined();
});
