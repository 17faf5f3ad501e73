import { AppError } from "#lib/kernel";
import type { SecretRef } from "#lib/sql";

/** Answers the 32-byte key of a linkage domain and purpose. */
export type KeyMaterial = (domain: string, purpose: string) => Promise<Uint8Array>;

const blockBytes = 64;
/** NIST SP 800-131A: less can be searched through. */
const leastBytes = 16;

/** A domain's key for a purpose. @throws AppError `key-short` where there is none, or fewer than 128 bits */
export async function keyOf(material: KeyMaterial, domain: string, purpose: string): Promise<Uint8Array> {
  const key = await material(domain, purpose);
  if (!(key instanceof Uint8Array) || key.length < leastBytes)
    throw new AppError("key-short", { domain, bits: key?.length ? key.length * 8 : 0 });
  return key;
}

/** The bytes a statement is given for a secret: the key itself, or one of its HMAC pads (RFC 2104, SHA-256's 64-byte block). */
export async function secretBytes(ref: SecretRef, material: KeyMaterial): Promise<Uint8Array> {
  const key = await keyOf(material, ref.domain, ref.purpose);
  if (ref.form === "raw") return key;
  const pad = new Uint8Array(blockBytes).fill(ref.form === "inner" ? 0x36 : 0x5c);
  key.forEach((byte, index) => {
    pad[index] = (pad[index] ?? 0) ^ byte;
  });
  return pad;
}
