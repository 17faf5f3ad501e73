import { isValueReference, type Upstreams } from "#lib/contracts";
import { AppError, detailOf } from "#lib/kernel";
import { checkValues, diagnose, type ModuleDocument, openValues, referencePlaces } from "#lib/metadata";
import type { Artefacts } from "./ports.ts";

/**
 * The document with the values it refers to. They live in memory only: no state of a stage, event or error has them.
 * @throws AppError `artefact-missing`, `document-invalid`, `ciphertext-invalid`
 */
export async function openDocument(
  document: ModuleDocument,
  artefacts: Pick<Artefacts, "values">,
): Promise<ModuleDocument> {
  const names = referencePlaces(document).flatMap(({ value }) =>
    isValueReference(value) ? [value.artefact] : [],
  );
  if (names.length === 0) return document;
  const found = await artefacts.values?.([...new Set(names)]);
  const opened = openValues(document, (name) => found?.get(name));
  // A rule without its values would be left out in silence.
  const [first] = opened.problems;
  if (!first) return opened.document;
  const path = first.path.join("/");
  if (first.problem === "artefact-unknown") throw new AppError("artefact-missing", { path });
  const told = checkValues(document, opened.problems).filter(({ severity }) => severity === "error");
  const { message } = told[0] ?? { message: { en: "", ru: "" } };
  throw new AppError("document-invalid", { count: told.length, path, ...detailOf(message) });
}

/**
 * The newest version may have other classes than the one that the document was checked with: a column may need a rule now, or
 * the policy another.
 * @throws AppError `document-invalid`
 */
export function assertInherited(document: ModuleDocument, upstreams: Upstreams): void {
  if (upstreams.size === 0) return;
  const found = diagnose(document, { mode: "executable", upstreams }).filter(
    // A withdrawn version is refused by its own name, with the reason, where it is opened.
    ({ severity, code }) => severity === "error" && code !== "module-withdrawn",
  );
  const [first] = found;
  if (!first) return;
  const path = first.path.join("/");
  throw new AppError(
    "document-invalid",
    { count: found.length, path, ...detailOf(first.message) },
    { place: { path } },
  );
}
