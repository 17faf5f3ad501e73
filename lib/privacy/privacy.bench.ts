import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { referenceCases, referenceMissing } from "./bench/arx-reference.ts";
import { enumerateLattice } from "./bench/enumerate-lattice.ts";
import { findGeneralization, type GeneralizationRequest, type GeneralizationResult } from "./index.ts";

/**
 * The search beside ARX's recorded figures for Adult, and over millions of made rows.
 * `npm run bench:privacy -- --rows 10000000 --json --enumerate`; `--rows 0` leaves the made rows out.
 */
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "10000000" },
    json: { type: "boolean", default: false },
    enumerate: { type: "boolean", default: false },
    repeat: { type: "string", default: "3" },
  },
});
const note = (line: string) => {
  if (!values.json) process.stdout.write(`${line}\n`);
};
const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** Processor time, which other work on the machine does not lengthen: the median, as ARX's is, and that of the first, cold run. */
function timed(request: GeneralizationRequest, repeat: number) {
  const times: number[] = [];
  let result: GeneralizationResult | undefined;
  for (let run = 0; run < repeat; run++) {
    const begun = process.cpuUsage();
    result = findGeneralization(request);
    const { user, system } = process.cpuUsage(begun);
    times.push((user + system) / 1000);
  }
  if (result?.outcome !== "found") throw new Error(result?.reason.en ?? "nothing was run");
  return { result, milliseconds: median(times), first: times[0] ?? Number.NaN };
}

const adult = (referenceMissing ? [] : referenceCases()).map((each) => {
  const { expected } = each;
  const { result, milliseconds, first } = timed(each, Number(values.repeat));
  const { best } = result;
  const scoresDiffer = Math.abs(best.score - expected.score);
  const lossesDiffer = Math.max(
    ...each.classes.columns.map(({ name }, at) =>
      Math.abs((best.lossByColumn?.[at] ?? Number.NaN) - (expected.loss_by_attribute[name] ?? Number.NaN)),
    ),
  );
  const enumerated = values.enumerate ? enumerateLattice(each) : undefined;
  const same =
    each.classes.columns.every(({ name }, at) => best.levels[at] === expected.levels[name]) &&
    scoresDiffer < 1e-9 &&
    lossesDiffer < 1e-9 &&
    best.suppressedRows === expected.suppressed_rows &&
    best.classes === expected.classes &&
    best.smallestClass === expected.smallest_class &&
    best.largestClass === expected.largest_class &&
    (!enumerated || enumerated.best?.score === best.score) &&
    (!enumerated || !expected.feasible_nodes || enumerated.feasible === expected.feasible_nodes);
  note(
    `${same ? "✓" : "✗"} ${each.section}, ${each.name}: levels ${best.levels.join("")}, score ${best.score.toFixed(10)}, ` +
      `${best.suppressedRows} suppressed, ${best.classes} classes of ${best.smallestClass}–${best.largestClass}; ` +
      `${milliseconds.toFixed(0)} ms, first ${first.toFixed(0)} (ARX ${expected.time_ms ?? "–"}), ${result.nodesChecked} nodes (ARX ${expected.nodes_checked}) of ${result.lattice}` +
      (enumerated ? `, ${enumerated.feasible} feasible of all ${enumerated.nodes}` : ""),
  );
  return {
    section: each.section,
    name: each.name,
    same,
    ...best,
    milliseconds,
    firstMilliseconds: first,
    arxMilliseconds: expected.time_ms,
    nodesChecked: result.nodesChecked,
    arxNodesChecked: expected.nodes_checked,
    ...(enumerated ? { enumerated: enumerated.nodes, feasibleNodes: enumerated.feasible } : {}),
  };
});
if (referenceMissing) note(`ARX: ${referenceMissing}`);

const rows = Number(values.rows);
const made = rows > 0 ? madeRows(rows) : undefined;

/** A process of its own, with the engine: what a run's aggregation and search take, and their memory. */
function madeRows(count: number): unknown {
  const script = fileURLToPath(new URL("../pipeline/generalization.bench.ts", import.meta.url));
  const { status, stdout } = spawnSync(
    process.execPath,
    [script, "--rows", String(count), ...(values.json ? ["--json"] : [])],
    { stdio: ["ignore", values.json ? "pipe" : "inherit", "inherit"], encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`made rows ended with ${status}`);
  return values.json ? JSON.parse(stdout) : undefined;
}

if (values.json) process.stdout.write(`${JSON.stringify({ referenceMissing, adult, made })}\n`);
process.exitCode = adult.every(({ same }) => same) ? 0 : 1;
