import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { AppError } from "#lib/kernel";
import { seal, unseal } from "./envelope.ts";
import { deriveMaterial } from "./material.ts";

/** The largest artefact. A hierarchy of a hundred thousand values with three labels takes about as much. */
export const artefactBytes = 8 * 1024 * 1024;

/** Values that a document refers to, and what kind of place they are for. */
export interface ArtefactContent {
  readonly kind: string;
  readonly value: unknown;
}

/** As it is kept: nothing of it tells a value. */
export interface SealedArtefact {
  readonly artefact: string;
  readonly sealed: Uint8Array;
}

const contentSchema = z.strictObject({ kind: z.string(), value: z.json() });

// Two independent keys, so that the name says nothing about what encrypts the content.
const nameKey = (key: Uint8Array) => deriveMaterial(key, "etlx/1/artefact/name");
const contentKey = (key: Uint8Array) => deriveMaterial(key, "etlx/1/artefact/content");
const contextOf = (artefact: string) => `artefact ${artefact}`;

/**
 * Names and encrypts values. The name is an HMAC, not a hash: a short list cannot be found by hashing guesses. Equal values
 * have equal names within one scope only; whoever saves under another one learns nothing from the name of a guess.
 * @throws AppError `artefact-too-large`, whose place the caller adds
 */
export function sealArtefact(key: Uint8Array, scope: string, content: ArtefactContent): SealedArtefact {
  const text = canonicalize({ kind: content.kind, value: content.value });
  if (text === undefined) throw new TypeError("values of a document are JSON");
  const plain = Buffer.from(text);
  if (plain.length > artefactBytes) {
    const count = Array.isArray(content.value) ? content.value.length : 1;
    throw new AppError("artefact-too-large", { path: content.kind, count, limit: "8 MiB" });
  }
  // The length of the scope stands before it, so that no two pairs of scope and content read alike.
  const mac = createHmac("sha256", nameKey(key)).update(`${scope.length}:${scope}`).update(plain);
  const artefact = `hmac-sha256:${mac.digest("hex")}`;
  return { artefact, sealed: seal(contentKey(key), plain, contextOf(artefact)) };
}

/** @throws AppError `ciphertext-invalid` where the key, the name or a byte is another one */
export function unsealArtefact(key: Uint8Array, { artefact, sealed }: SealedArtefact): ArtefactContent {
  const plain = unseal(contentKey(key), sealed, contextOf(artefact));
  return contentSchema.parse(JSON.parse(Buffer.from(plain).toString("utf8")));
}
