import { AppError } from "#lib/kernel";
import { seal, unseal } from "./envelope.ts";
import { createKeyFile, readKeyFile } from "./key-file.ts";

/** What knows whether the master key has been used: the records' repository of the workspace fits. */
export interface MasterKeyWitness {
  keyCheck(): Promise<Uint8Array | undefined>;
  /** Keeps the first one given; answers the one that is kept. */
  setKeyCheck(sealed: Uint8Array): Promise<Uint8Array>;
  hasCiphertext(): Promise<boolean>;
}

const checkContext = "workspace key check";
const checkText = Buffer.from("etlx");

/**
 * The workspace's master key. It is made once, while nothing is encrypted yet; a lost or wrong one is never replaced silently.
 * @throws AppError `key-missing`, `key-invalid`, `key-wrong`
 */
export async function openMasterKey(file: string, witness: MasterKeyWitness): Promise<Uint8Array> {
  const key = await readOrCreate(file, witness);
  const check = (await witness.keyCheck()) ?? (await witness.setKeyCheck(seal(key, checkText, checkContext)));
  try {
    unseal(key, check, checkContext);
  } catch (cause) {
    throw new AppError("key-wrong", { file }, { cause });
  }
  return key;
}

async function readOrCreate(file: string, witness: MasterKeyWitness): Promise<Uint8Array> {
  const present = await readKeyFile(file);
  if (present !== undefined) return present;
  if (await witness.hasCiphertext()) throw new AppError("key-missing", { file });
  try {
    return await createKeyFile(file);
  } catch (error) {
    // Another process of the same start was first.
    const made =
      error instanceof AppError && error.code === "key-exists" ? await readKeyFile(file) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}
