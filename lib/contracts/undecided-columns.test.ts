import { expect, test } from "vitest";
import { undecidedColumns } from "./undecided-columns.ts";

const text = (en: string) => ({ en, ru: en });

test("a column is told once, with all that it may hold and every reason once", () => {
  const column = (name: string, status: "unknown" | "met", reason: string) => ({
    table: "visit",
    column: name,
    status,
    reason: text(reason),
  });
  const identifiers = [
    { code: "A", columns: [column("note", "unknown", "free text"), column("name", "met", "dropped")] },
    { code: "B", columns: [] },
    { code: "C", columns: [column("note", "unknown", "free text"), column("made", "unknown", "no keys")] },
    { code: "R", columns: [column("note", "unknown", "unique")] },
  ].map((one) => ({ ...one, label: text(one.code), status: "unknown" as const }));
  expect(
    undecidedColumns({ verdict: "undecided", chosen: true, sampleRows: 1, counted: "all", identifiers }),
  ).toEqual([
    { table: "visit", column: "note", codes: ["A", "C", "R"], reasons: [text("free text"), text("unique")] },
    { table: "visit", column: "made", codes: ["C"], reasons: [text("no keys")] },
  ]);
});
