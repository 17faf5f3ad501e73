import type { Database } from "#lib/db/server";
import type { Clock } from "#lib/kernel";
import type { RunWriting } from "../runs/queue-run.ts";

/** What triggers stand on, in the web and in a worker. */
export interface TriggerServices extends RunWriting {
  readonly db: Database;
  readonly clock: Clock;
}
