"use client";

import { parseAsString, useQueryState } from "nuqs";

/** The environment whose data is looked at, in the address; undefined: as the document is written. */
export function useEnvironment() {
  const [environment, set] = useQueryState("environment", parseAsString);
  const choose = (next: string | undefined) => void set(next ?? null);
  return [environment ?? undefined, choose] as const;
}
