import type { ModuleDocument } from "#lib/metadata";
import { approvalHash } from "#lib/metadata/server";
import type { BoundSource, BoundStore } from "./ports.ts";

/** The sources and stores that a document names, bound; what an approval covers besides the document. */
export interface Bindings {
  readonly sources: readonly BoundSource[];
  readonly stores: readonly BoundStore[];
}

/** What is approved and checked again before publishing: one function for the review page, the queue and the run. */
export function contentHashOf(document: ModuleDocument, bindings: Bindings): string {
  const fingerprints = (bound: readonly (BoundSource | BoundStore)[]) =>
    Object.fromEntries(bound.map(({ name, driver, config }) => [name, driver.fingerprint(config)]));
  return approvalHash({
    document,
    sources: fingerprints(bindings.sources),
    stores: fingerprints(bindings.stores),
  });
}
