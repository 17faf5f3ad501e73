import { describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { createLog } from "./create-log.ts";

const raw = "Key (email)=(anna@example.org) already exists";

function driverError(): Error {
  const error: Error & { code?: string; detail?: string } = new Error(`${raw}\n    at ${raw} (/x.js:1:1)`);
  error.code = "23505";
  error.detail = raw;
  return error;
}

function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(
    createLog({ level: "trace", process: "test", destination: { write: (line) => void lines.push(line) } }),
  );
  expect(lines.length).toBeGreaterThan(0);
  return lines.join("");
}

describe("the log", () => {
  const cases: [string, (log: ReturnType<typeof createLog>) => void][] = [
    ["an error alone", (log) => log.error(driverError())],
    ["an error with a message", (log) => log.error(driverError(), "the source failed")],
    ["an error in a field", (log) => log.error({ err: driverError() })],
    ["an error in another field", (log) => log.warn({ reason: driverError() }, "retried")],
    [
      "the cause of our own error",
      (log) => log.error(new AppError("internal", { reference: "r" }, { cause: driverError() })),
    ],
    ["a child's error", (log) => log.child({ run: "r" }).error({ err: driverError() }, "failed")],
    ["an error bound to a child", (log) => log.child({ err: driverError() }).error("failed")],
  ];
  it.each(cases)("keeps what a driver said out of %s", (_, write) => {
    const text = written(write);
    expect(text).not.toContain("anna@example.org");
    expect(text).toContain("23505");
  });

  it("shows our own errors with code and place", () => {
    const error = new AppError("run-cancelled", {}, { place: { stage: "extract", table: "orders" } });
    expect(JSON.parse(written((log) => log.error({ err: error }, "ended")))).toMatchObject({
      level: "error",
      process: "test",
      msg: "ended",
      err: { type: "AppError", code: "run-cancelled", place: { stage: "extract", table: "orders" } },
    });
  });

  it("keeps frames of our code and nothing of the message", () => {
    const line = JSON.parse(written((log) => log.error(driverError())));
    expect(line.err.frames.length).toBeGreaterThan(0);
    expect(line.err.frames.every((frame: string) => frame.startsWith("at "))).toBe(true);
  });

  it.each(["password", "url", "token", "row", "statement"])("hides %s at any depth callers use", (name) => {
    const text = written((log) => log.info({ [name]: raw, a: { [name]: raw, b: { [name]: raw } } }, "x"));
    expect(text).not.toContain("anna@example.org");
    expect(text).toContain("[hidden]");
  });

  it("carries fields of a child along", () => {
    const line = JSON.parse(written((log) => log.child({ run: "r-1" }).info({ rows: 5 }, "staged")));
    expect(line).toMatchObject({ run: "r-1", rows: 5, msg: "staged" });
  });
});
