import { seal, unseal } from "./envelope.ts";

/** Seals a text for one place: read anywhere else it is refused. */
export const sealText = (masterKey: Uint8Array, text: string, context: string): Uint8Array =>
  seal(masterKey, Buffer.from(text), context);

/** @throws AppError `ciphertext-invalid` */
export const unsealText = (masterKey: Uint8Array, sealed: Uint8Array, context: string): string =>
  Buffer.from(unseal(masterKey, sealed, context)).toString("utf8");
