import type { Manifest } from "#lib/contracts";
import { AppError, detailOf, errorText } from "#lib/kernel";
import type { StoredCopy } from "#lib/stores";
import type { RunRequest } from "./run-context.ts";

export interface VersionToShow {
  readonly module: string;
  readonly number: number;
  readonly manifest: Manifest;
  readonly copies: readonly { readonly store: string; readonly copy: StoredCopy }[];
}

/** Why a store failed, without another program's words. */
const whyOf = (error: unknown) =>
  detailOf(error instanceof AppError ? errorText(error) : { en: "internal", ru: "internal" });

/**
 * Lets stores show their copies of a version that is made: each by itself, and one that fails changes nothing about the version.
 * What a script made is there already, under its own name.
 */
export async function showCopies(
  { ports, runId, signal }: Pick<RunRequest, "ports" | "runId" | "signal">,
  { module, number, manifest, copies }: VersionToShow,
): Promise<void> {
  const { registry, journal, stores } = ports;
  for (const { store, copy } of copies) {
    const bound = stores.find(({ name }) => name === store);
    if (copy.by === "script" || !bound) continue;
    try {
      const where = { module, store, runId, signal };
      await bound.driver.commit(bound.config, copy, manifest, number, where);
    } catch (error) {
      signal.throwIfAborted();
      if (!registry.notShown) throw error;
      await registry.notShown(store, error);
      const params = { store, ...whyOf(error) };
      journal.emit({ level: "warning", kind: "run", stage: "publish", message: "store-not-shown", params });
      continue;
    }
    await registry.shown?.(store);
  }
}
