import type { Config } from "#lib/config/server";
import type { Database, Repositories, Transaction } from "#lib/db/server";
import type { DataPool } from "#lib/engine/server";
import type { Clock } from "#lib/kernel";
import type { NetworkPolicy } from "#lib/network";
import type { PreviewPool, PythonPreparation } from "#lib/pipeline/server";
import type { Accounts } from "../people/accounts.ts";
import type { Binders } from "../run-ports/index.ts";

/** Records, or those of an open transaction, and what opens their secrets. */
export interface RecordServices {
  readonly db: Repositories;
  readonly masterKey: Uint8Array;
}

/** What a run is started with, in the web and by a worker. */
export interface RunServices extends Binders {
  readonly db: Database;
  /** Seals secrets of sources and stores, and the keys of quarantined files. */
  readonly masterKey: Uint8Array;
  /** Puts the run's job into the queue, within the transaction that writes the run. */
  enqueueRun(transaction: Transaction, runId: string): Promise<void>;
}

/** What operations stand on; made once a process by whoever runs them. */
export interface Services extends RunServices {
  readonly clock: Clock;
  /** Where alerts may be sent. */
  readonly network: NetworkPolicy;
  readonly config: Pick<Config, "data" | "web" | "uploads" | "setupToken">;
  readonly accounts: Accounts;
  /** Child processes that read data: this process loads no engine. */
  readonly data: Pick<DataPool, "readRows" | "profile" | "clusterValues">;
  /** Child processes that keep samples of sources and run a module's stages over them. */
  readonly previews: Pick<PreviewPool, "preview" | "profile" | "clusters" | "outputs">;
  /** Makes Python ready for scripts, and finds out what packages come to, while requests do not wait. */
  readonly python: Pick<PythonPreparation, "lock" | "locking" | "progress">;
  /** Puts the job of a move between stores into the queue, within the transaction that writes it. */
  enqueueMove(transaction: Transaction, moveId: string): Promise<void>;
}
