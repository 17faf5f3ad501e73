import { parseModuleReference } from "#lib/contracts";
import { findStoreDefinition } from "#lib/stores";
import type { ModuleDocument } from "../document.ts";
import type { Report } from "./report.ts";

/** Names of the sources and stores that are where a document is kept. */
export interface KnownPlaces {
  readonly sources: ReadonlySet<string>;
  /** With the kind of each. */
  readonly stores: ReadonlyMap<string, string>;
}

/** Names that mean nothing here: no error, since an environment may say what they mean. */
export function checkPlaces(document: ModuleDocument, known: KnownPlaces | undefined, report: Report): void {
  if (known === undefined) return;
  for (const [index, { ref }] of document.sources.entries())
    if (parseModuleReference(ref) === undefined && !known.sources.has(ref))
      report.at("sources", index, "ref").add("source-not-here", { source: ref });
  const { stores = [], script } = document.upload ?? {};
  for (const [index, store] of stores.entries())
    if (!known.stores.has(store)) report.at("upload", "stores", index).add("store-not-here", { store });
  if (script && !known.stores.has(script.store))
    report.at("upload", "script", "store").add("store-not-here", { store: script.store });
  const kind = findStoreDefinition(known.stores.get(script?.store ?? "") ?? "");
  if (script?.cleanUp !== undefined && kind?.takesCleanUp === false)
    report.at("upload", "script", "cleanUp").add("clean-up-not-run", { store: script.store });
}
