import { type Diagnostic, isValueReference } from "#lib/contracts";
import type { OpenedDocument } from "../values/replace-values.ts";
import { clearPlaces, countOf, referencePlaces } from "../values/value-places.ts";
import { diagnostic } from "./messages.ts";

/** Values of classed columns in the clear, and references that cannot be followed. */
export function checkValues(
  json: unknown,
  problems: OpenedDocument<unknown>["problems"],
): readonly Diagnostic[] {
  const counts = new Map(
    referencePlaces(json).map(({ path, value }) => [
      JSON.stringify(path),
      isValueReference(value) ? value.count : 0,
    ]),
  );
  return [
    ...clearPlaces(json).map(({ path, value }) =>
      diagnostic("values-in-clear", path, { count: countOf(value) }),
    ),
    ...problems.map(({ path, problem }) =>
      diagnostic(problem, path, { count: counts.get(JSON.stringify(path)) ?? 0 }),
    ),
  ];
}
