import type { Config } from "#lib/config/server";
import type { Database } from "#lib/db/server";
import type { PythonPool } from "#lib/engine/server";
import type { Drivers, Upkeep } from "#lib/operations/server";
import type { RunLimits } from "#lib/pipeline";
import type { Queue } from "#lib/queue/server";
import type { Log } from "#lib/telemetry/server";

/** What this process works with; made once at its start. */
export interface WorkerContext {
  readonly db: Database;
  readonly queue: Queue;
  readonly drivers: Drivers;
  readonly masterKey: Uint8Array;
  readonly workerId: string;
  readonly config: Pick<Config, "data" | "quarantine" | "web" | "retentionDays">;
  readonly limits: RunLimits;
  /** Sandboxes for Python scripts; absent: none may run here. */
  readonly python?: PythonPool;
  readonly log: Log;
  /** Aborted when the process stops. */
  readonly stopping: AbortSignal;
}

/** What stores are kept in order with. */
export const upkeepOf = ({ db, masterKey, drivers }: WorkerContext): Upkeep => ({
  db,
  masterKey,
  storeDriver: (kind) => drivers.storeDriver(kind),
});
