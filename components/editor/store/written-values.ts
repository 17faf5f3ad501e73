import { isValueReference } from "#lib/contracts";
import { isObject, type Json } from "#lib/drafting";

/**
 * Values that somebody wrote here and a save moved out of the document, by the names of what keeps them: who writes a list goes
 * on with it, though the document only refers to it by then. They stay in this page and end with it.
 */
const written = new Map<string, Json>();

/** Learns what was moved, from a document as it was sent and as it was kept. */
export function rememberWritten(sent: Json | undefined, kept: Json | undefined): void {
  if (sent === kept || sent === undefined) return;
  if (isValueReference(kept)) {
    if (!isValueReference(sent)) written.set(kept.artefact, sent);
  } else if (Array.isArray(sent) && Array.isArray(kept)) {
    for (const [at, one] of kept.entries()) rememberWritten(sent[at], one);
  } else if (isObject(sent) && isObject(kept)) {
    for (const [key, one] of Object.entries(kept)) rememberWritten(sent[key], one);
  }
}

export const forgetWritten = (): void => written.clear();

/** What a value of the document stands for, where it was written here; else the value itself. */
export const writtenValue = (value: unknown): unknown =>
  isValueReference(value) ? (written.get(value.artefact) ?? value) : value;
