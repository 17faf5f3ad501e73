import type { z } from "zod";

/**
 * Those fields of a configuration that are other than unless somebody sets them: what a fingerprint says of fields that came to it
 * later, so that places which leave them alone stay the ones that were approved.
 */
export const factsWhereSet = <Name extends string>(
  fields: Readonly<Record<Name, z.ZodType>>,
  values: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
): readonly (readonly [string, unknown])[] =>
  names
    .map((name) => [name, values[name]] as const)
    .filter(([name, value]) => value !== undefined && value !== fields[name].safeParse(undefined).data);
