import { z } from "zod";
import type { Json, Synced } from "#lib/drafting";

/** What this browser keeps of work that the server does not have, with the state that it was made from. */
const keptSchema = z.object({
  document: z.json(),
  synced: z.object({ document: z.json(), etag: z.number() }),
});
export type KeptWork = z.infer<typeof keptSchema>;

const keyOf = (module: string): string => `etlx-editor:${module}`;

/** @returns whether there was room for it. */
export function keepWork(module: string, document: Json, synced: Synced): boolean {
  try {
    localStorage.setItem(keyOf(module), JSON.stringify({ document, synced } satisfies KeptWork));
    return true;
  } catch {
    return false;
  }
}

export const forgetWork = (module: string): void => localStorage.removeItem(keyOf(module));

/** What an earlier visit could not save; undefined where there is nothing, or nothing that can be read. */
export function keptWork(module: string): KeptWork | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(localStorage.getItem(keyOf(module)) ?? "")).data;
  } catch {
    return undefined;
  }
}
