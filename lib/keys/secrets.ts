import { z } from "zod";
import { seal, unseal } from "./envelope.ts";

const secretsSchema = z.record(z.string(), z.string());

/** Secret fields of a source or a store. */
export type Secrets = Readonly<z.infer<typeof secretsSchema>>;

const contextOf = (kind: "source" | "store", name: string) => `${kind} ${name}`;

/** Seals them for the record of that name; names never change, so it cannot be read as another's. */
export function sealSecrets(
  masterKey: Uint8Array,
  kind: "source" | "store",
  name: string,
  secrets: Secrets,
): Uint8Array {
  return seal(masterKey, Buffer.from(JSON.stringify(secrets)), contextOf(kind, name));
}

/** @throws AppError `ciphertext-invalid` */
export function unsealSecrets(
  masterKey: Uint8Array,
  kind: "source" | "store",
  name: string,
  sealed: Uint8Array,
): Secrets {
  const plain = unseal(masterKey, sealed, contextOf(kind, name));
  return secretsSchema.parse(JSON.parse(Buffer.from(plain).toString("utf8")));
}
