import { parseArgs } from "node:util";
import { referenceCases, referenceMissing } from "./bench/arx-reference.ts";
import { enumerateLattice } from "./bench/enumerate-lattice.ts";
import { syntheticClasses } from "./bench/synthetic-classes.ts";
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

function timed(request: GeneralizationRequest, repeat: number) {
  const times: number[] = [];
  let result: GeneralizationResult | undefined;
  for (let run = 0; run < repeat; run++) {
    const begun = performance.now();
    result = findGeneralization(request);
    times.push(performance.now() - begun);
  }
  if (result?.outcome !== "found") throw new Error(result?.reason.en ?? "nothing was run");
  return { result, milliseconds: median(times) };
}

const adult = (referenceMissing ? [] : referenceCases()).map((each) => {
  const { expected } = each;
  const { result, milliseconds } = timed(each, Number(values.repeat));
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
      `${milliseconds.toFixed(0)} ms (ARX ${expected.time_ms ?? "–"}), ${result.nodesChecked} nodes (ARX ${expected.nodes_checked}) of ${result.lattice}` +
      (enumerated ? `, ${enumerated.feasible} feasible of all ${enumerated.nodes}` : ""),
  );
  return {
    section: each.section,
    name: each.name,
    same,
    ...best,
    milliseconds,
    arxMilliseconds: expected.time_ms,
    nodesChecked: result.nodesChecked,
    arxNodesChecked: expected.nodes_checked,
    ...(enumerated ? { enumerated: enumerated.nodes, feasibleNodes: enumerated.feasible } : {}),
  };
});
if (referenceMissing) note(`ARX: ${referenceMissing}`);

const rows = Number(values.rows);
const synthetic = rows > 0 ? await bench(rows) : undefined;

async function bench(count: number) {
  const { classes, seconds } = await syntheticClasses(count);
  note(
    `${count} made rows in ${seconds.made.toFixed(1)} s, ${classes.rows.length} combinations aggregated in ${seconds.aggregated.toFixed(1)} s`,
  );
  const { result, milliseconds } = timed(
    {
      classes,
      models: [{ rule: "k-anonymity", with: { k: 10 } }],
      suppressionLimit: Math.floor(count * 0.05),
    },
    1,
  );
  const megabytes = process.resourceUsage().maxRSS / 1024;
  note(
    `k 10, limit 0.05: levels ${result.best.levels.join("")}, score ${result.best.score.toFixed(6)}, ${result.best.suppressedRows} suppressed, ` +
      `${result.best.classes} classes; ${(milliseconds / 1000).toFixed(1)} s, ${result.nodesChecked} nodes of ${result.lattice}, ` +
      `${result.optimal ? "optimal" : result.reason?.en}; at most ${megabytes.toFixed(0)} MiB with the engine`,
  );
  return { rows: count, combinations: classes.rows.length, seconds, milliseconds, megabytes, ...result };
}

if (values.json) process.stdout.write(`${JSON.stringify({ referenceMissing, adult, synthetic })}\n`);
process.exitCode = adult.every(({ same }) => same) ? 0 : 1;
