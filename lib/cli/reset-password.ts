import { randomBytes } from "node:crypto";
import { config } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { openServices } from "#lib/operations/server";

/**
 * Gives a user a new random password and ends the user's sessions. Whoever can read the database's address and the keys may
 * do it; the audit keeps it without an actor.
 * @throws AppError `not-found`, `setting-missing`
 */
export async function resetPassword(email: string): Promise<string> {
  const services = await openServices(config());
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
}
