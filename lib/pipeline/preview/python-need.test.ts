import { expect, test } from "vitest";
import type { PackageLock, PreviewStage } from "#lib/contracts";
import { plain, testDocument } from "#lib/testing";
import { pythonNeed } from "./python-need.ts";

const script = "def transform(df):\n    return df\n";
const lock: PackageLock = {
  at: "2024-02-29T00:00:00.000Z",
  python: "3.11",
  platform: "linux-x86_64",
  packages: [{ name: "rapidfuzz", version: "3.0.0", sha256: "a".repeat(64) }],
};

const documentWith = (more: object = {}) => ({
  ...testDocument([
    { name: "visits", transformation: { language: "python", script }, columns: [plain("id", "integer")] },
    { name: "cities", columns: [plain("city", "string")] },
    {
      name: "people",
      columns: [
        plain("name", "string", {
          anonymize: { rule: "python-script", with: { script: "def rule(values):\n    return values\n" } },
        }),
      ],
    },
  ]),
  ...more,
});
const needOf = (table: string, stage: PreviewStage, more: object = {}) =>
  pythonNeed({ document: documentWith(more), values: [], table }, stage, []);

test("a look needs Python where a script of its own tables runs before what it shows", () => {
  const asked = (["extract", "transform", "cleanse", "anonymize"] as const).map((stage) =>
    ["visits", "cities", "people"].map((table) => needOf(table, stage) !== undefined),
  );
  expect(asked).toEqual([
    [false, false, false],
    [true, false, false],
    [true, false, false],
    [true, false, true],
  ]);
});

test("packages are those of a lock that is of what the document declares", () => {
  const declared = { packages: [{ name: "rapidfuzz" }], packageLock: lock };
  expect(needOf("visits", "transform", declared)).toEqual({ lock });
  expect(needOf("visits", "transform", { packageLock: lock })).toEqual({});
  const others = { packages: [{ name: "requests" }], packageLock: lock };
  expect(needOf("visits", "transform", others)).toEqual({});
});
