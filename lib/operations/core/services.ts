import type { Config } from "#lib/config/server";
import type { Database, Transaction } from "#lib/db/server";
import type { DataPool } from "#lib/engine/server";
import type { PreviewPool } from "#lib/pipeline/server";
import type { Accounts } from "../people/accounts.ts";
import type { Drivers } from "../run-ports/index.ts";

/** What operations stand on; made once a process by whoever runs them. */
export interface Services extends Drivers {
  readonly config: Pick<Config, "data" | "web" | "uploads" | "setupToken">;
  readonly db: Database;
  /** Seals secrets of sources and stores, and the keys of quarantined files. */
  readonly masterKey: Uint8Array;
  readonly accounts: Accounts;
  /** Child processes that read data: this process loads no engine. */
  readonly data: Pick<DataPool, "readRows" | "profile" | "clusterValues">;
  /** Child processes that keep samples of sources and run a module's stages over them. */
  readonly previews: Pick<PreviewPool, "preview" | "profile" | "clusters">;
  /** Puts the run's job into the queue, within the transaction that writes the run. */
  enqueueRun(transaction: Transaction, runId: string): Promise<void>;
}
