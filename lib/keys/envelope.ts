import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "#lib/kernel";

/**
 * AES-256-GCM with a random nonce: version ‖ nonce ‖ ciphertext ‖ tag. The context is authenticated with it, so that a
 * sealed value cannot be moved to another place.
 */

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

export function seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([
    Buffer.of(version),
    nonce,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** @throws AppError `ciphertext-invalid` where key, context or bytes are not those it was sealed with */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  try {
    if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes)
      throw new RangeError("not sealed");
    const tagAt = sealed.length - tagBytes;
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + nonceBytes));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(tagAt));
    return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes, tagAt)), decipher.final()]);
  } catch (cause) {
    throw new AppError("ciphertext-invalid", { what: context }, { cause });
  }
}
