import type { ModuleDocument } from "#lib/metadata";
import { present, toText } from "../encoding.ts";
import { versionContext } from "../version/context.ts";

export interface ModuleMetadataInput {
  /** The document behind the current version: what was approved, not what somebody is editing. */
  readonly document: Pick<ModuleDocument, "name" | "title" | "description" | "license">;
  /** Absolute addresses: of the module, of its versions in the order of their numbers. */
  readonly module: string;
  readonly versions: readonly string[];
  /** The newest that is not withdrawn. */
  readonly current?: string;
}

/**
 * A module in the catalogue (DCAT 3): which versions there are, and which is the current one. A document of its own, since
 * it changes with every version while a version's bytes never do. Withdrawn versions stay in it: their metadata is kept.
 */
export function moduleJsonLd({ document, module, versions, current }: ModuleMetadataInput): string {
  return toText(
    present({
      "@context": versionContext,
      id: module,
      type: "dcat:Dataset",
      title: document.title ?? document.name,
      description: document.description,
      license: document.license,
      hasVersion: versions.length > 0 ? versions : undefined,
      currentVersion: current,
    }),
  );
}
