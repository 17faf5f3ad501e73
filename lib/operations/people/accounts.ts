import type { Role } from "#lib/access";

/** Passwords and their owners; bound to the sign-in library. Nobody can sign up by themselves. */
export interface Accounts {
  /** @throws AppError `name-taken` where the address has an account, `request-invalid` where the password is too short or long */
  create(user: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
    readonly role: Role;
  }): Promise<{ readonly id: string }>;
  /** Ends the user's sessions too. @throws AppError `not-found` */
  setPassword(userId: string, password: string): Promise<void>;
  /** @throws AppError `not-found` */
  signDownloadToken(userId: string, expiresAt: Date): Promise<string>;
  /** Whom a download token is for; undefined where it is none, is over, or the account or its password is no longer the same. */
  ownerOfToken(token: string): Promise<string | undefined>;
}
