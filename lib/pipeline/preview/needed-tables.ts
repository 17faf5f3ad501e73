import { findTableCheck } from "#lib/column-rules";
import { type PreviewStage, previewStageIds } from "#lib/contracts";
import { enabledSteps, type ModuleDocument, type TableDocument, tablesRead } from "#lib/metadata";

export const reaches = (stage: PreviewStage, other: PreviewStage): boolean =>
  previewStageIds.indexOf(stage) >= previewStageIds.indexOf(other);

/** Tables whose rows decide about a table's own when its keys are checked: parents, and those its checks compare it with. */
function comparedWith(table: TableDocument): readonly string[] {
  const checked = enabledSteps(table.checks).flatMap((check) => {
    const definition = findTableCheck(check.rule);
    if (definition?.scope !== "reference") return [];
    const params = definition.params.safeParse(check.with ?? {});
    return params.success ? [definition.target(params.data).table] : [];
  });
  return [...(table.foreignKeys ?? []).map(({ references }) => references.table), ...checked];
}

/** Tables that a stage of one table needs, itself first. Protect looks at all that keys connect: their models meet. */
export function neededTables(
  document: ModuleDocument,
  table: string,
  stage: PreviewStage,
): ReadonlySet<string> {
  const found = new Set([table]);
  for (const name of found) {
    const own = document.tables.find((candidate) => candidate.name === name);
    if (!own) continue;
    const next: string[] = [];
    if (reaches(stage, "transform")) next.push(...tablesRead(document, own));
    if (reaches(stage, "keys")) next.push(...comparedWith(own));
    if (reaches(stage, "protect")) {
      if (own.privacy?.kMap) next.push(own.privacy.kMap.population);
      for (const other of document.tables)
        if (other.foreignKeys?.some(({ references }) => references.table === name)) next.push(other.name);
    }
    for (const other of next)
      if (document.tables.some((candidate) => candidate.name === other)) found.add(other);
  }
  return found;
}
