import { randomBytes } from "node:crypto";
import { startEmbeddedPostgres } from "#lib/bootstrap";
import { type Config, config, readConfig } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { openServices } from "#lib/operations/server";

/** The name that `npm start` gives our database on the embedded server. */
const embeddedDatabase = "etl_express";

/** The settings of this process; where they name no database, those of the embedded one in the data folder. */
async function settingsWithDatabase(): Promise<{ readonly settings: Config; close(): Promise<void> }> {
  const settings = config();
  try {
    return {
      settings: readConfig({ DATABASE_URL: settings.databaseUrl, ...folders(settings) }),
      close: async () => {},
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "setting-missing") throw error;
  }
  const server = await startEmbeddedPostgres({ dataFolder: settings.data.root });
  const address = server.url(embeddedDatabase);
  return {
    settings: readConfig({ DATABASE_URL: address, ...folders(settings) }),
    close: () => server.stop(),
  };
}

const folders = (settings: Config) => ({ ETLX_DATA_DIR: settings.data.root });

/**
 * Gives a user a new random password and ends the user's sessions. Whoever can read the database's address and the keys may
 * do it; the audit keeps it without an actor.
 * @throws AppError `not-found`
 */
export async function resetPassword(email: string): Promise<string> {
  const { settings, close } = await settingsWithDatabase();
  try {
    const services = await openServices(settings);
    try {
      const address = email.trim().toLowerCase();
      const user = await services.db.users.findByEmail(address);
      if (user === undefined) throw new AppError("not-found", { what: "user", name: address });
      const password = randomBytes(15).toString("base64url");
      await services.accounts.setPassword(user.id, password);
      await services.db.audit.append({
        action: "reset-user-password",
        subjectKind: "user",
        subject: address,
        outcome: "done",
        detail: { by: "command line" },
      });
      return password;
    } finally {
      await services.close();
    }
  } finally {
    await close();
  }
}
