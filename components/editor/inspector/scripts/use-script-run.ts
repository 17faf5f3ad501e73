import { useCallback, useState } from "react";
import { inEnvironment, type PreviewStage } from "#lib/contracts";
import type { DraftTable } from "#lib/drafting";
import { useEnvironment } from "../../../environments/use-environment.ts";
import { usePythonAction } from "../../../preview/python-progress.ts";
import { useEditor } from "../../store/editor-context.tsx";
import { type ScriptRun, scriptRuns } from "./script-runs.ts";

const sampleRows = 1000;
const shownRows = 200;

/**
 * Runs a draft's script on a sample, with the rows that it gets beside those that it gives. Who may not see raw values runs it
 * all the same: the sample goes on to the first stage that shows none.
 */
export function useScriptRun(
  table: DraftTable,
  use: "extraction" | "transformation",
  input: string | undefined,
) {
  const { name: module, actions, flush, seesRaw: isRaw } = useEditor();
  const [environment] = useEnvironment();
  const previewTable = usePythonAction(actions.previewTable);
  const [result, setResult] = useState<ScriptRun>();
  const [runs] = useState(() => scriptRuns(setResult));
  const run = useCallback(() => {
    const look = (name: string, stage: PreviewStage) =>
      previewTable({
        module,
        ...inEnvironment(environment),
        table: name,
        stage,
        compare: "stage",
        sample: { kind: "first", rows: sampleRows },
        fates: ["kept"],
        offset: 0,
        limit: shownRows,
      }).catch(() => undefined);
    const own: PreviewStage = use === "extraction" ? "extract" : "transform";
    return runs({
      script: (use === "extraction" ? table.extraction : table.transformation) ?? "",
      environment,
      output: async () => {
        await flush();
        return look(table.name, isRaw ? own : "anonymize");
      },
      input:
        isRaw && use === "transformation" && input !== undefined
          ? () => look(input, input === table.name ? "extract" : "transform")
          : undefined,
    });
  }, [environment, flush, input, isRaw, module, previewTable, runs, table, use]);
  // What another environment gave is not what this one gives.
  return { run: () => void run(), result: result?.environment === environment ? result : undefined };
}
