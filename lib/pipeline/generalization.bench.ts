import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runContender } from "./bench/run-contender.ts";

/**
 * Aggregation and the search for levels over made rows, as a run does them and under its limits: people as registers have
 * them, and columns that are independent, where nearly every row is a combination of its own.
 * Started by `npm run bench:privacy`; alone: `node lib/pipeline/generalization.bench.ts --rows 1000000 --json`.
 */
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "10000000" },
    limits: { type: "string", default: "0.05,0" },
    only: { type: "string", default: "people,independent" },
    json: { type: "boolean", default: false },
    memory: { type: "string", default: "512MB" },
    threads: { type: "string", default: "2" },
  },
});
const script = fileURLToPath(new URL("./bench/generalize-made.bench.ts", import.meta.url));
const results = [];
for (const kind of values.only.split(","))
  for (const limit of values.limits.split(",")) {
    const measured = await runContender(`${kind}, limit ${limit}`, [process.execPath, script], {
      databaseUrl: "",
      table: `${kind} ${values.rows} ${limit}`,
      memory: values.memory,
      threads: Number(values.threads),
    });
    results.push({ kind, limit: Number(limit), rows: Number(values.rows), ...measured });
    if (values.json) continue;
    const { stages, counts, peakMemory = Number.NaN } = measured;
    const seconds = (stage: string) => `${(stages[stage] ?? Number.NaN).toFixed(1)} s`;
    process.stdout.write(
      `${measured.name}: ${values.rows} rows, ${counts.combinations} combinations; aggregation ${seconds("aggregation")}, search ${seconds("search")} ` +
        `(${measured.cpuSeconds.toFixed(1)} s of processors, the search ${counts.searchCpuSeconds?.toFixed(1)} s); ` +
        `${counts.optimal ? "proven" : "NOT proven: ended by the budget"}, ${counts.nodesChecked} of ${counts.lattice} nodes checked, ` +
        `score ${counts.score?.toFixed(6)}, ${counts.suppressedRows} suppressed, ${counts.classes} classes; at most ${(peakMemory / 2 ** 20).toFixed(0)} MiB\n`,
    );
  }
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
