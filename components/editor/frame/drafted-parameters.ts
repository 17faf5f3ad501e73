import { type DeclaredParameter, declaredParameterSchema } from "#lib/contracts";
import type { Json } from "#lib/drafting";

/** The parameters that a draft declares, as far as they can be read. */
export function draftedParameters(document: Json): readonly DeclaredParameter[] {
  const isObject = typeof document === "object" && document !== null && !Array.isArray(document);
  const declared = isObject ? document.parameters : undefined;
  if (!Array.isArray(declared)) return [];
  return declared.flatMap((one) => declaredParameterSchema.safeParse(one).data ?? []);
}
