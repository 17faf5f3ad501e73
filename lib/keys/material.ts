import { hkdfSync } from "node:crypto";
import { keyBytes } from "./envelope.ts";

/** HKDF with SHA-256 (RFC 5869). */
export function hkdfSha256(
  key: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  bytes: number,
): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, salt, info, bytes));
}

const noSalt = new Uint8Array(0);

/** 32 bytes for one purpose of a domain's key; the purposes' names keep them independent. Changing this changes every pseudonym. */
export function deriveMaterial(domainKey: Uint8Array, purpose: string): Uint8Array {
  return hkdfSha256(domainKey, noSalt, purpose, keyBytes);
}
