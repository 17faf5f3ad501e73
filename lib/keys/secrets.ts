import { z } from "zod";
import { seal, unseal } from "./envelope.ts";

const secretsSchema = z.record(z.string(), z.string());

/** Secret fields of a source or a store; the value a source was read up to. */
export type Secrets = Readonly<z.infer<typeof secretsSchema>>;

/** Whose secrets they are; of a watermark, the value that a source was read up to. */
type SecretKind = "source" | "store" | "trigger" | "watermark";

const contextOf = (kind: SecretKind, name: string) => `${kind} ${name}`;

/** Seals them for the record of that name; names never change, so it cannot be read as another's. */
export function sealSecrets(
  masterKey: Uint8Array,
  kind: SecretKind,
  name: string,
  secrets: Secrets,
): Uint8Array {
  return seal(masterKey, Buffer.from(JSON.stringify(secrets)), contextOf(kind, name));
}

/** @throws AppError `ciphertext-invalid` */
export function unsealSecrets(
  masterKey: Uint8Array,
  kind: SecretKind,
  name: string,
  sealed: Uint8Array,
): Secrets {
  const plain = unseal(masterKey, sealed, contextOf(kind, name));
  return secretsSchema.parse(JSON.parse(Buffer.from(plain).toString("utf8")));
}
