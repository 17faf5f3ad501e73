import { parseModuleReference } from "#lib/contracts";
import type { DraftModule, DraftTable } from "./read-draft.ts";

/** What a table reads: the workspace's source behind the name it has for it, or the version that it names itself. */
export function referenceOf(draft: DraftModule, { source }: DraftTable): string | undefined {
  const declared = draft.sources.find(({ name }) => name === source)?.ref;
  return declared ?? (source !== undefined && parseModuleReference(source) ? source : undefined);
}
