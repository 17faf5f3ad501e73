import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const prefix = "etlxhook_";

/** 256 random bits: what is kept of it needs no salt and no slow hash. */
export const newHookToken = (): string => prefix + randomBytes(32).toString("base64url");

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export const isToken = (token: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashOfToken(token)), Buffer.from(hash));
