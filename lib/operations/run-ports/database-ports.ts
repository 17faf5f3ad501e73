import { rm, stat } from "node:fs/promises";
import { type DataFolder, makePrivateFolder } from "#lib/config/server";
import type { ClaimedRun, Database } from "#lib/db/server";
import { databaseKeys, throwAwayKeys } from "#lib/keys/server";
import type { ModuleDocument } from "#lib/metadata";
import type { Ports } from "#lib/pipeline";
import { readArtefacts } from "../modules/module-values.ts";
import { answerableFor, assertMayRead } from "./assert-may-read.ts";
import { assertStoresServe } from "./bind-environment.ts";
import { bindPlaces, type Drivers } from "./bind-places.ts";
import { databaseJournal } from "./database-journal.ts";
import { databaseRegistry } from "./database-registry.ts";
import { guardLease } from "./lease-guard.ts";
import { putInQuarantine, type QuarantineLimits } from "./quarantine-files.ts";
import { keepInRecord } from "./record-files.ts";
import { keepScriptOutput } from "./script-outputs.ts";

export interface RunPortsOptions {
  readonly db: Database;
  readonly claimed: ClaimedRun;
  /** As it is in the run's environment. */
  readonly document: ModuleDocument;
  readonly drivers: Drivers;
  readonly masterKey: Uint8Array;
  readonly data: DataFolder;
  readonly workerId: string;
  readonly quarantine: QuarantineLimits;
  readonly baseUrl: string;
  /** Aborted when the process stops. */
  readonly stopping: AbortSignal;
}

export interface RunPorts extends Ports {
  /** Aborted where the run may not go on, with the reason why. */
  readonly signal: AbortSignal;
  /** Writes what is waiting in the journal. */
  flush(): Promise<void>;
  /** Ends the heartbeat. The lease lapses unless the run was finished or released. */
  stop(): void;
  /** Deletes the run's staging folder. */
  clear(): Promise<void>;
}

const exists = (folder: string) =>
  stat(folder).then(
    () => true,
    () => false,
  );

/**
 * The pipeline's ports on the records and the data folder, for a run that this worker has claimed.
 * @throws AppError where a source or a store cannot be bound, or the data folder cannot be written
 */
export async function databasePorts(options: RunPortsOptions): Promise<RunPorts> {
  const { db, claimed, document, data, masterKey, workerId } = options;
  const { run, lease } = claimed;
  const guard = guardLease(db.runs, lease, options.stopping);
  try {
    const staging = data.staging(run.id);
    const mayResume = await exists(staging);
    await makePrivateFolder(staging);
    await assertMayRead(db, await answerableFor(db, run), document);
    const { drivers } = options;
    const binders = {
      sourceDriver: (kind: string) => drivers.sourceDriver(kind),
      storeDriver: (kind: string) => drivers.storeDriver(kind),
      config: { data },
    };
    const { environment } = run;
    if (run.kind === "publication") await assertStoresServe(db, document, environment);
    const chosen = await db.runs.keepInputs(run.id, new Map());
    const places = await bindPlaces(db, masterKey, binders, document, { chosen, environment });
    await db.runs.keepInputs(run.id, places.versions);
    const holder = { module: document.name, admitted: await db.domains.admissionsOf(document.name) };
    const journal = databaseJournal({ db, claimed, guard, workerId, mayResume });
    return {
      journal,
      registry: databaseRegistry({
        db,
        claimed,
        data,
        masterKey,
        module: document.name,
        baseUrl: options.baseUrl,
        fingerprints: places.fingerprints,
      }),
      keys: run.kind === "trial" ? throwAwayKeys() : databaseKeys(masterKey, db.domains, holder),
      artefacts: {
        staging,
        keep: (file) => keepInRecord(data, file),
        values: (names) => readArtefacts(db, masterKey, document.name, names),
        scriptOutput: (output) => keepScriptOutput({ db, masterKey }, run, output),
        quarantine: async (table, file, rows) => {
          await putInQuarantine({ db, data, masterKey }, options.quarantine, {
            runId: run.id,
            table,
            file,
            rows,
          });
        },
      },
      sources: places.sources,
      stores: places.stores,
      allowUnsandboxed: places.allowUnsandboxed,
      sourceDriver: options.drivers.sourceDriver,
      signal: guard.signal,
      flush: () => journal.flush(),
      stop: () => guard.stop(),
      clear: () => rm(staging, { recursive: true, force: true }),
    };
  } catch (error) {
    guard.stop();
    throw error;
  }
}
