import type {
  ExampleFigures,
  ExampleRows,
  GateExample,
  RowsExample,
  TableCheck,
  WholeTableExample,
} from "#lib/column-rules";
import type { Text } from "#lib/kernel";
import type { Cell, EntryExample } from "../entry.ts";
import { ended, exampleBase, text } from "../parts.ts";

/** Rows as people read them: a row a cell, its columns named; an empty one is left out. */
const rowTexts = ({ columns, rows }: ExampleRows): readonly string[] =>
  rows.map((row) =>
    Object.keys(columns)
      .map((column, at) => `${column} = ${row[at] ?? "∅"}`)
      .join(", "),
  );
const rowCells = (example: ExampleRows): readonly Cell[] => rowTexts(example).map((one) => ({ text: one }));

const otherNote = ({ other, params }: RowsExample): Text | undefined => {
  if (!other) return undefined;
  const rows = rowTexts(other).join("; ");
  return text(`in ${params.table}: ${rows}`, `в ${params.table}: ${rows}`);
};

const ofRows = (example: RowsExample): EntryExample => ({
  ...exampleBase(example),
  lines: true,
  before: rowCells(example),
  after: example.rows.map((_, at) => ended(example.violating.includes(at) ? "violated" : "passes")),
  note: otherNote(example),
});

const ofTable = (example: WholeTableExample): EntryExample => ({
  ...exampleBase(example),
  lines: true,
  before: rowCells(example),
  after: [ended(example.violated ? "violated" : "passes")],
  note: example.startedAt
    ? text(`the run starts at ${example.startedAt}`, `запуск начался ${example.startedAt}`)
    : undefined,
});

/** What a gate reads of a version, in words. */
function figures({ published, nullShare, histogram }: ExampleFigures): Text {
  if (published !== undefined) return text(`${published} rows`, `строк: ${published}`);
  if (nullShare !== undefined) {
    const share = Math.round(nullShare * 100);
    return text(`${share} % empty`, `пустых ${share} %`);
  }
  const bins = (histogram?.bins ?? [])
    .map(({ label, from, to, rows }) => `${label ?? `${from}–${to}`}: ${rows}`)
    .join(", ");
  return text(bins, bins);
}

function ofGate(example: GateExample): EntryExample {
  const [before, now] = [figures(example.before), figures(example.now)];
  return {
    ...exampleBase(example),
    lines: true,
    before: [
      { words: text(`version before: ${before.en}`, `прошлая версия: ${before.ru}`) },
      { words: text(`now: ${now.en}`, `теперь: ${now.ru}`) },
    ],
    after: [ended(example.outcome === "passed" ? "passes" : example.outcome)],
  };
}

/** What the tests executed, as Help shows it. */
export function tableCheckExamples(check: TableCheck): readonly EntryExample[] {
  if (check.scope === "gate") return check.docs.examples.map(ofGate);
  return check.scope === "aggregate" ? check.docs.examples.map(ofTable) : check.docs.examples.map(ofRows);
}
