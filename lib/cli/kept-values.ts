import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { z } from "zod";
import { isValueReference } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type ArtefactContent, type SealedArtefact, sealArtefact, unsealArtefact } from "#lib/keys/server";
import { type ArtefactLookup, closeValues, countOf, openValues, referencePlaces } from "#lib/metadata";

/**
 * Values that a document on disk refers to, encrypted in a file beside it. Persisted JSON: a change needs a new `format`.
 */
const fileSchema = z.strictObject({
  format: z.literal(1),
  artefacts: z.array(z.strictObject({ artefact: z.string(), sealed: z.base64() })),
});

/** `clinic.artefacts` beside `clinic.module.jsonld`. */
export const artefactsFile = (document: string): string =>
  `${document.replace(/(?:\.module)?\.json(?:ld)?$/, "")}.artefacts`;

/** Empty where there is no file. @throws AppError `file-unreadable` */
export async function readSealed(document: string): Promise<readonly SealedArtefact[]> {
  const file = artefactsFile(document);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  try {
    const { artefacts } = fileSchema.parse(JSON.parse(text));
    return artefacts.map(({ artefact, sealed }) => ({ artefact, sealed: Buffer.from(sealed, "base64") }));
  } catch (cause) {
    throw new AppError("file-unreadable", { file, format: "etlx artefacts", detail: "" }, { cause });
  }
}

const namesIn = (json: unknown): ReadonlySet<string> =>
  new Set(referencePlaces(json).flatMap(({ value }) => (isValueReference(value) ? [value.artefact] : [])));

/** The values that a document refers to. @throws AppError `key-missing`, `ciphertext-invalid`, `file-unreadable` */
export async function openKept(
  document: string,
  json: unknown,
  key: Uint8Array | undefined,
): Promise<ReadonlyMap<string, ArtefactContent>> {
  const names = namesIn(json);
  const sealed =
    names.size === 0 ? [] : (await readSealed(document)).filter((one) => names.has(one.artefact));
  if (sealed.length === 0) return new Map();
  if (key === undefined) throw new AppError("key-missing", { file: "--key-file" });
  return new Map(sealed.map((one) => [one.artefact, unsealArtefact(key, one)]));
}

/** Writes a file whole or not at all, readable by its owner alone where it is new. */
async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new AppError("folder-read-only", { folder: file }, { cause });
  }
}

const jsonText = (json: unknown): string => `${JSON.stringify(json, undefined, 2)}\n`;

/**
 * Writes a document without the values of columns that nobody calls insensitive, and these encrypted beside it; answers how
 * many were moved. The artefacts come first, so that no crash leaves a reference without its values.
 */
export async function writeProtected(document: string, json: unknown, key: Uint8Array): Promise<number> {
  const sealed = new Map((await readSealed(document)).map((one) => [one.artefact, one]));
  // No scope: there is one person here, and a document may get another name.
  const { document: closed, moved } = closeValues(json, ({ kind, value }) => {
    const one = sealArtefact(key, "", { kind, value });
    sealed.set(one.artefact, sealed.get(one.artefact) ?? one);
    return one.artefact;
  });
  const names = namesIn(closed);
  const kept = [...sealed.values()].filter(({ artefact }) => names.has(artefact));
  const artefacts = kept.map((one) => ({
    artefact: one.artefact,
    sealed: Buffer.from(one.sealed).toString("base64"),
  }));
  if (kept.length > 0) await replace(artefactsFile(document), jsonText({ format: 1, artefacts }));
  await writeFile(document, jsonText(closed));
  if (kept.length === 0) await rm(artefactsFile(document), { force: true });
  return moved.reduce((sum, { value }) => sum + countOf(value), 0);
}

/** Writes a document with its values in the clear, to be taken somewhere else. @throws AppError `artefact-missing` */
export async function writeRevealed(
  document: string,
  json: unknown,
  lookup: ArtefactLookup,
): Promise<number> {
  const opened = openValues(json, lookup);
  const [first] = opened.problems;
  if (first) throw new AppError("artefact-missing", { path: first.path.join("/") });
  await writeFile(document, jsonText(opened.document));
  await rm(artefactsFile(document), { force: true });
  return opened.opened.length;
}
