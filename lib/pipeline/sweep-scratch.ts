import { sweepScratch as sweepPython } from "#lib/engine/server";
import { sweepPreviews } from "./preview/preview-pool.ts";

/**
 * Removes the folders of scripts and previews whose processes are no more: they hold raw rows. A container that is made anew is
 * another machine to those before it, so what they left is found only when it has lain still for long.
 */
export const sweepScratch = async (root: string): Promise<number> =>
  (await sweepPython(root)) + (await sweepPreviews(root));
