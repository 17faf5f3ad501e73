import { type QualityReport, type RunDetail, type RunEvent, type StageId, stageIds } from "#lib/contracts";

export type StageRunState = "done" | "running" | "failed";

/** What a run did at a stage with a table. Rows are absent where nobody counted them exactly. */
export interface StageRun {
  readonly state?: StageRunState | undefined;
  readonly rowsIn?: number | undefined;
  readonly rowsOut?: number | undefined;
}

type Table = QualityReport["tables"][number];

/** Where rows leave; each row counts once, under its earliest reason. */
const leftAtKeys: ReadonlySet<string> = new Set([
  "key-null",
  "key-duplicate",
  "orphan",
  "cascade",
  "fitted-check",
]);

/** Rows that left for these reasons; undefined where a count is told as "fewer than". */
function leftFor(table: Table, isAt: (code: string) => boolean): number | undefined {
  let rows = 0;
  for (const reason of table.reasons ?? []) {
    if (!isAt(reason.code)) continue;
    if (typeof reason.rows !== "number") return undefined;
    rows += reason.rows;
  }
  return table.reasons ? rows : undefined;
}

const plus = (rows: number | undefined, more: number | undefined): number | undefined =>
  rows === undefined || more === undefined ? undefined : rows + more;

/** Rows after each stage; the sum of reasons has to be that of the counts, or nothing is said. */
function rowsAfter(table: Table): Readonly<Record<StageId, number | undefined>> {
  const { counts } = table;
  const anonymized = counts.published + counts.suppressed;
  const keyed = plus(
    anonymized,
    leftFor(table, (code) => code === "anonymize"),
  );
  const cleansed = plus(
    keyed,
    leftFor(table, (code) => leftAtKeys.has(code)),
  );
  const isWhole =
    cleansed !== undefined && plus(cleansed, leftFor(table, isCleansing)) === counts.transformed;
  return {
    extract: counts.extracted,
    transform: counts.transformed,
    cleanse: isWhole ? cleansed : undefined,
    keys: isWhole ? keyed : undefined,
    anonymize: anonymized,
    protect: counts.published,
    upload: counts.published,
    publish: counts.published,
  };
}

const isCleansing = (code: string): boolean => ["cast", "check", "null"].includes(code);

/** The state of each stage in the newest attempt, from what was kept and what came live since. */
function statesOf(run: RunDetail, events: readonly RunEvent[]): ReadonlyMap<StageId, StageRunState> {
  const attempt = Math.max(run.attempt, ...events.map((event) => event.attempt));
  const states = new Map<StageId, StageRunState>();
  for (const { stage, state, attempt: of } of run.stages)
    if (state === "finished") states.set(stage, "done");
    else if (of === attempt) states.set(stage, state === "failed" ? "failed" : "running");
  for (const { stage, kind, attempt: of } of events) {
    // What came live is older than a failure that was kept.
    if (stage === undefined || of !== attempt || states.get(stage) === "failed") continue;
    if (kind === "stage-finished") states.set(stage, "done");
    else if (kind === "stage-started") states.set(stage, "running");
  }
  return states;
}

interface Runs {
  readonly last?: RunDetail | undefined;
  /** The run whose rows are shown: the last one that came to its reports. */
  readonly counted?:
    | (Pick<RunDetail, "kind"> & { readonly reports?: { readonly quality: QualityReport } | undefined })
    | undefined;
  /** Of the last run, while it goes on. */
  readonly events?: readonly RunEvent[] | undefined;
}

/** The state of a stage for one table: a failure that names a table is that table's alone. */
function stateOf(run: RunDetail, table: string, stage: StageId, known: StageRunState | undefined) {
  const place = run.error?.place;
  if (run.state === "failed" && place?.stage === stage)
    return place.table === undefined || place.table === table ? "failed" : undefined;
  if (run.finishedAt === undefined || known === "done") return known;
  return known === "failed" && place?.stage === undefined ? "failed" : undefined;
}

/** What the last run did at each stage with a table. */
export function stageRuns(
  table: string,
  { last, counted, events = [] }: Runs,
): ReadonlyMap<StageId, StageRun> {
  const states = last ? statesOf(last, events) : new Map<StageId, StageRunState>();
  const report = counted?.reports?.quality.tables.find((one) => one.name === table);
  const rows = report && rowsAfter(report);
  // A trial ends after Protect: nothing was uploaded or published.
  const end = counted?.kind === "trial" ? stageIds.indexOf("upload") : stageIds.length;
  return new Map(
    stageIds.map((stage, index): [StageId, StageRun] => {
      const before = stageIds[index - 1];
      const counts = index < end ? rows : undefined;
      return [
        stage,
        {
          state: last && stateOf(last, table, stage, states.get(stage)),
          rowsIn: before && counts?.[before],
          rowsOut: counts?.[stage],
        },
      ];
    }),
  );
}
