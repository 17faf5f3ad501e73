import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { can } from "#lib/access";
import { type PreviewStage, previewStageIds } from "#lib/contracts";
import { useEditor } from "../store/editor-context.tsx";

/**
 * Shows a table's data at a stage in the dock; undefined for who may see no previews. Who may not see raw values is shown the
 * first stage at which none are.
 */
export function useShowData(): ((table: string, stage: PreviewStage) => void) | undefined {
  const { role, seesRaw } = useEditor();
  const [, set] = useQueryStates({
    dock: parseAsString,
    table: parseAsString,
    stage: parseAsStringLiteral(previewStageIds),
  });
  if (!can(role, "previews:read")) return undefined;
  return (table, stage) => {
    const isSafe = previewStageIds.indexOf(stage) >= previewStageIds.indexOf("anonymize");
    const shown = isSafe || seesRaw ? stage : "anonymize";
    void set({ dock: "preview", table, stage: shown });
  };
}
