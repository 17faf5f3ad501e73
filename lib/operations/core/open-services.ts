import type { Config } from "#lib/config/server";
import { type Database, openDatabase } from "#lib/db/server";
import { type DataPool, dataPool, interactiveLimits } from "#lib/engine/server";
import { systemClock } from "#lib/kernel";
import { openMasterKey } from "#lib/keys/server";
import { type PreviewPool, previewPool, pythonPreparation } from "#lib/pipeline/server";
import { openQueue } from "#lib/queue/server";
import { accountBook } from "../people/account-book.ts";
import { type Auth, createAuth } from "../people/auth.ts";
import { readAuthSecret } from "../people/auth-secret.ts";
import { alertNetworkOf, bindDrivers, networkOf, uploadPathOf } from "./bind-drivers.ts";
import type { Services } from "./services.ts";

export interface OpenServices extends Services {
  readonly auth: Auth;
  readonly db: Database;
  readonly data: DataPool;
  readonly previews: PreviewPool;
  close(): Promise<void>;
}

/**
 * Opens all that operations stand on, for a process that asks and enqueues: the web, the demo's seeding, the command line's
 * `user reset`.
 * @throws AppError `key-missing`, `key-invalid`, `key-wrong`, `setting-missing`
 */
export async function openServices(
  config: Config,
  options: { readonly queueSchema?: string; readonly onQueueError?: (error: Error) => void } = {},
): Promise<OpenServices> {
  const db = openDatabase(config.databaseUrl);
  try {
    const masterKey = await openMasterKey(config.data.masterKey, db.workspace);
    const queue = await openQueue({
      url: config.databaseUrl,
      role: "sender",
      schema: options.queueSchema,
      onError: options.onQueueError,
    });
    const secret = await readAuthSecret(config.data.authSecret);
    const auth = createAuth({ db, secret, baseUrl: config.web.baseUrl });
    const data = dataPool();
    const python = pythonPreparation(config.data.python);
    const previews = previewPool({
      root: config.data.stagingRoot,
      tools: {
        network: networkOf(config),
        ourDatabaseUrl: config.databaseUrl,
        fileRoots: [config.data.uploads],
      },
      python,
      uploadPath: uploadPathOf({ config, db }),
      pythonPolicy: () => db.workspace.pythonPolicy(),
    });
    return {
      config,
      db,
      clock: systemClock,
      network: alertNetworkOf(config),
      masterKey,
      auth,
      data,
      previews,
      python,
      accounts: accountBook(auth, db, secret),
      ...bindDrivers({ config, db, limits: interactiveLimits }),
      enqueueRun: (transaction, runId) => queue.enqueue(transaction, "run", { runId }),
      enqueueMove: (transaction, moveId) => queue.enqueue(transaction, "move", { moveId }),
      close: async () => {
        await data.close();
        await previews.close();
        await python.close();
        await queue.close();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}
