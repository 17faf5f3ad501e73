import { isAPIError } from "better-auth/api";
import type { Database } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import type { Accounts } from "./accounts.ts";
import type { Auth } from "./auth.ts";
import { readToken, signToken, verifyToken } from "./download-token.ts";

/** Accounts kept by the sign-in library. */
export function accountBook(auth: Auth, db: Pick<Database, "users">, secret: string): Accounts {
  const passwordMark = async (userId: string): Promise<string | undefined> => {
    const { internalAdapter } = await auth.$context;
    const accounts = await internalAdapter.findAccounts(userId);
    return accounts.find((account) => account.providerId === "credential")?.password ?? undefined;
  };
  return {
    signDownloadToken: async (userId, expiresAt) => {
      const mark = await passwordMark(userId);
      if (mark === undefined) throw new AppError("not-found", { what: "user", name: userId });
      return signToken(secret, { userId, expiresAt }, mark);
    },
    ownerOfToken: async (token) => {
      const claim = readToken(token);
      if (claim === undefined) return undefined;
      const mark = await passwordMark(claim.userId);
      return mark !== undefined && verifyToken(secret, token, mark) ? claim.userId : undefined;
    },
    create: async ({ name, email, password, role }) => {
      if ((await db.users.findByEmail(email)) !== undefined)
        throw new AppError("name-taken", { name: email });
      try {
        const { user } = await auth.api.createUser({ body: { name, email, password, role } });
        return { id: user.id };
      } catch (error) {
        if (isAPIError(error)) throw new AppError("request-invalid", { detail: "user" }, { cause: error });
        throw error;
      }
    },
    setPassword: async (userId, password) => {
      if ((await db.users.get(userId)) === undefined) {
        throw new AppError("not-found", { what: "user", name: userId });
      }
      const { internalAdapter, password: passwords } = await auth.$context;
      const hash = await passwords.hash(password);
      const accounts = await internalAdapter.findAccounts(userId);
      if (accounts.some((account) => account.providerId === "credential")) {
        await internalAdapter.updatePassword(userId, hash);
      } else {
        await internalAdapter.linkAccount({
          userId,
          accountId: userId,
          providerId: "credential",
          password: hash,
        });
      }
      await db.users.endSessions(userId);
    },
  };
}
