import { afterEach, expect, test } from "vitest";
import { forgetWritten, rememberWritten, writtenValue } from "./written-values.ts";

const kept = (mark: string, count: number) => ({ artefact: `hmac-sha256:${mark.repeat(64)}`, count });
afterEach(forgetWritten);

test("what a save moved out of a document is known where it was written, until it is forgotten", () => {
  const rows = [["Kazan", "Volga"]];
  const rule = (values: unknown) =>
    JSON.parse(JSON.stringify({ tables: [{ checks: [{ with: { values } }, { with: {} }] }] }));
  rememberWritten(rule(rows), rule(kept("a", 1)));
  expect(writtenValue(kept("a", 1))).toEqual(rows);
  expect(writtenValue("as it is")).toBe("as it is");
  forgetWritten();
  expect(writtenValue(kept("a", 1))).toEqual(kept("a", 1));
});

test("what somebody else wrote stays unknown", () => {
  rememberWritten({ with: kept("b", 2) }, { with: kept("b", 2) });
  rememberWritten({}, { with: kept("c", 2) });
  expect(writtenValue(kept("b", 2))).toEqual(kept("b", 2));
  expect(writtenValue(kept("c", 2))).toEqual(kept("c", 2));
});
