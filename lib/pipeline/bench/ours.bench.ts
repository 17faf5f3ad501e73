import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { fileSandbox, interactiveLimits } from "#lib/engine/server";
import { newId } from "#lib/kernel";
import { throwAwayKeys } from "#lib/keys/server";
import { parsePostgresSource } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import { runPipeline } from "../run-pipeline.ts";
import { readTask, stopwatch } from "./contender.ts";
import { sha256Of } from "./file-hash.ts";
import { peopleDocument } from "./people-document.ts";

/** The product's own pipeline on the least ports: what it does with rows is all there, only its records are not. */
const task = readTask();
const staging = path.join(task.folder, "staging");
const record = path.join(task.folder, "record");
await mkdir(staging, { mode: 0o700 });
await mkdir(record);
const watch = stopwatch();
const move = async (file: string, name: string) => {
  const kept = path.join(record, name);
  await rename(file, kept);
  return kept;
};
const outcome = await runPipeline({
  runId: newId(),
  kind: "publication",
  document: peopleDocument(task.table),
  signal: new AbortController().signal,
  limits: { memory: task.memory, threads: task.threads, scriptSeconds: 3600 },
  ports: {
    journal: {
      attempt: 1,
      emit: () => undefined,
      finished: async () => new Map(),
      startStage: async () => undefined,
      finishStage: async (stage) => watch.lap(stage),
      assertOwned: async () => undefined,
    },
    registry: {
      kind: "publication",
      assertApproved: async () => undefined,
      previous: async () => undefined,
      publish: async () => ({ number: 1 }),
      addresses: () => ({ module: "urn:bench", version: "urn:bench:1", file: (name) => name }),
    },
    keys: throwAwayKeys(),
    artefacts: {
      staging,
      keep: async (file, name) => {
        const { sha256, bytes } = await sha256Of(file);
        return { sha256, bytes, path: await move(file, name) };
      },
      quarantine: async (table, file) => void (await move(file, `quarantine-${table}.parquet`)),
    },
    sources: [
      {
        name: "bench",
        kind: "postgresql",
        config: { ...parsePostgresSource(task.databaseUrl), ssl: "disable" },
        driver: findSourceDriver("postgresql", {
          network: { privateHosts: "all" },
          files: fileSandbox(interactiveLimits),
        }),
      },
    ],
    stores: [],
  },
});
const counts = outcome.reports.quality.tables[0]?.counts;
if (counts === undefined) throw new Error("the run reported no table");
const { extracted, published, rejected, deduplicated, suppressed } = counts;
watch.answer({ extracted, published, rejected, deduplicated, suppressed });
