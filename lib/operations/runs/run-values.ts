import type { GivenParameters, RunParameter } from "#lib/contracts";
import type { RevisionRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import type { ModuleDocument } from "#lib/metadata";
import { type RunInstant, resolveParameters } from "#lib/schedules";
import { readDocument } from "../modules/check-document.ts";

/**
 * The values that a run of a document takes.
 * @throws AppError `parameter-unknown`, `parameter-missing` and one for each type: the first problem, with its place
 */
export function valuesOf(
  document: ModuleDocument | undefined,
  given: GivenParameters,
  instant: RunInstant,
): readonly RunParameter[] {
  const values = resolveParameters(document?.parameters ?? [], given, instant);
  if (values.ok) return values.value;
  const [first] = values.error;
  throw new AppError(first?.code ?? "request-invalid", first?.params ?? {}, { place: first?.place ?? {} });
}

/** The same of a revision. */
export const runValues = (
  revision: RevisionRecord,
  given: GivenParameters,
  instant: RunInstant,
): readonly RunParameter[] => valuesOf(readDocument(revision.document), given, instant);
