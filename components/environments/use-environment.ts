"use client";

import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";

const address = { environment: parseAsString, from: parseAsInteger };

/**
 * The environment whose data is looked at, in the address; undefined: as the document is written. Another one has other rows, so
 * a preview begins with its first page there.
 */
export function useEnvironment(options: { readonly shallow?: boolean; readonly history?: "push" } = {}) {
  const [{ environment }, set] = useQueryStates(address, options);
  const choose = (next: string | undefined) => void set({ environment: next ?? null, from: null });
  return [environment ?? undefined, choose] as const;
}
