import { expect, test } from "vitest";
import { sourceError } from "./source-error.ts";

const codeOf = (code: string) =>
  sourceError(Object.assign(new Error("words of the server"), { code }), { source: "db", table: "t" }).code;

test("a server that fails by itself is told from one that rejects the script", () => {
  expect(["53200", "53100", "58030", "XX000"].map(codeOf)).toEqual(Array(4).fill("source-failing"));
  expect(["53300", "08006", "22012", "42703"].map(codeOf)).toEqual([
    "source-busy",
    "source-interrupted",
    "source-query-failed",
    "source-missing-relation",
  ]);
});
