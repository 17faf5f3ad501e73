import type { SecretRef } from "#lib/sql";

/** Answers the 32-byte key of a linkage domain and purpose. */
export type KeyMaterial = (domain: string, purpose: string) => Promise<Uint8Array>;

const blockBytes = 64;

/** The bytes a statement is given for a secret: the key itself, or one of its HMAC pads (RFC 2104, SHA-256's 64-byte block). */
export async function secretBytes(ref: SecretRef, material: KeyMaterial): Promise<Uint8Array> {
  const key = await material(ref.domain, ref.purpose);
  if (key.length < 16) throw new RangeError("a key has at least 128 bits");
  if (ref.form === "raw") return key;
  const pad = new Uint8Array(blockBytes).fill(ref.form === "inner" ? 0x36 : 0x5c);
  key.forEach((byte, index) => {
    pad[index] = (pad[index] ?? 0) ^ byte;
  });
  return pad;
}
