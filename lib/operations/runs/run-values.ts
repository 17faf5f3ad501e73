import type { GivenParameters, RunParameter } from "#lib/contracts";
import type { RevisionRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { type RunInstant, resolveParameters } from "#lib/schedules";
import { readDocument } from "../modules/check-document.ts";

/**
 * The values that a run of a revision takes.
 * @throws AppError `parameter-unknown`, `parameter-missing` and one for each type: the first problem, with its place
 */
export function runValues(
  revision: RevisionRecord,
  given: GivenParameters,
  instant: RunInstant,
): readonly RunParameter[] {
  const declared = readDocument(revision.document)?.parameters ?? [];
  const values = resolveParameters(declared, given, instant);
  if (values.ok) return values.value;
  const [first] = values.error;
  throw new AppError(first?.code ?? "request-invalid", first?.params ?? {}, { place: first?.place ?? {} });
}
