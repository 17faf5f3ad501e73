import { createHmac, timingSafeEqual } from "node:crypto";
import { systemClock } from "#lib/kernel";

/**
 * A token with which a program downloads versions for a person: for reading them and nothing else. It is kept nowhere. It ends
 * with its time, with the account and with the password (its mark is part of what is signed), and with the secret.
 */

const prefix = "etlx_";
const idBytes = 16;
const timeBytes = 6;
const signatureBytes = 32;

const signature = (secret: string, body: Uint8Array, passwordMark: string): Buffer =>
  createHmac("sha256", secret).update("etlx/1/download-token\n").update(body).update(passwordMark).digest();

const idOf = (bytes: Buffer): string =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

export interface TokenClaim {
  readonly userId: string;
  readonly expiresAt: Date;
}

/** `passwordMark` is any text that changes with the password: its stored hash. */
export function signToken(secret: string, claim: TokenClaim, passwordMark: string): string {
  const body = Buffer.alloc(idBytes + timeBytes);
  Buffer.from(claim.userId.replaceAll("-", ""), "hex").copy(body);
  body.writeUIntBE(claim.expiresAt.getTime(), idBytes, timeBytes);
  return prefix + Buffer.concat([body, signature(secret, body, passwordMark)]).toString("base64url");
}

/** Whom a token names, unverified; undefined where it is none or its time is over. */
export function readToken(token: string): TokenClaim | undefined {
  if (!token.startsWith(prefix)) return undefined;
  const bytes = Buffer.from(token.slice(prefix.length), "base64url");
  if (bytes.length !== idBytes + timeBytes + signatureBytes) return undefined;
  const expiresAt = new Date(bytes.readUIntBE(idBytes, timeBytes));
  return expiresAt > systemClock.now() ? { userId: idOf(bytes.subarray(0, idBytes)), expiresAt } : undefined;
}

export function verifyToken(secret: string, token: string, passwordMark: string): boolean {
  const bytes = Buffer.from(token.slice(prefix.length), "base64url");
  const body = bytes.subarray(0, idBytes + timeBytes);
  const given = bytes.subarray(idBytes + timeBytes);
  return given.length === signatureBytes && timingSafeEqual(given, signature(secret, body, passwordMark));
}
