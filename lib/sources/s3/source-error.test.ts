import { expect, test } from "vitest";
import { s3Error } from "./source-error.ts";

const answered = (name: string, httpStatusCode: number) =>
  s3Error(Object.assign(new Error("words of the server"), { name, $metadata: { httpStatusCode } }), {
    source: "s3/bucket",
    file: "a.csv",
  });

test("a server that fails by itself may be asked again, one that refuses the question may not", () => {
  for (const error of [answered("InternalError", 500), answered("UnknownError", 502), answered("", 504)])
    expect([error.code, error.definition.transient]).toEqual(["source-failing", true]);
  expect(answered("SlowDown", 503).code).toBe("source-busy");
  const refused = answered("InvalidRequest", 400);
  expect([refused.code, refused.definition.transient]).toEqual(["source-query-failed", undefined]);
  expect(answered("InternalError", 500).message).not.toContain("words");
});
