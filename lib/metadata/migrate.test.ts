import { expect, it } from "vitest";
import { fullDocument } from "#lib/testing";
import { diagnose, migrate, parseDocument } from "./index.ts";
import { documentFormat, migrations } from "./migrate.ts";

it("has a migration from each format to the next, up to today's", () => {
  expect(migrations.map(({ from }) => from)).toEqual(
    Array.from({ length: documentFormat - 1 }, (_, at) => at + 1),
  );
});

it("runs all migrations in order, whatever they are", () => {
  const steps = [
    { from: 1, up: (document: object) => ({ ...document, one: true }) },
    { from: 2, up: ({ one, ...rest }: { one?: unknown }) => ({ ...rest, two: one }) },
  ];
  expect(migrate({ format: 1, name: "a" }, steps, 3)).toEqual({
    ok: true,
    value: { format: 3, name: "a", two: true },
  });
});

it("leaves a document of today alone and refuses one of tomorrow", () => {
  expect(migrate(fullDocument())).toEqual({ ok: true, value: fullDocument() });
  expect(diagnose({ ...fullDocument(), format: documentFormat + 1 }, { mode: "draft" })).toMatchObject([
    { code: "format-unsupported", path: ["format"] },
  ]);
  expect(parseDocument({ ...fullDocument(), format: documentFormat + 1 }).ok).toBe(false);
  expect(parseDocument(fullDocument()).ok).toBe(true);
});

it("reads a document of the first format as it was meant", () => {
  const { format, ...rest } = fullDocument();
  expect(parseDocument({ ...rest, format: 1 })).toEqual({ ok: true, value: { ...rest, format } });
});
