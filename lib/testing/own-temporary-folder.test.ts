import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import ownTemporaryFolder from "./own-temporary-folder.ts";

test("tests run in a temporary folder of their own, and so do the processes that they start", () => {
  expect(path.basename(tmpdir())).toMatch(/^etlx-tests-/);
});

test("what tests forgot is named and taken away", () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const outside = tmpdir();
  const close = ownTemporaryFolder();
  const own = tmpdir();
  const forgotten = mkdtempSync(path.join(own, "etlx-forgotten-"));
  close();
  expect([path.dirname(own), tmpdir()]).toEqual([outside, outside]);
  expect(existsSync(own)).toBe(false);
  expect(said.mock.calls.flat().join("")).toContain(path.basename(forgotten));
  said.mockRestore();
});
