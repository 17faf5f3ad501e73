import { useCallback, useState } from "react";
import type { Preview, PreviewStage } from "#lib/contracts";
import type { DraftTable } from "#lib/drafting";
import { type ErrorData, errorCodes } from "#lib/kernel";
import { useEnvironment } from "../../../environments/use-environment.ts";
import { usePythonAction } from "../../../preview/python-progress.ts";
import { noAnswer } from "../../../ui/no-answer.ts";
import { useEditor } from "../../store/editor-context.tsx";

export interface ScriptRun {
  readonly state: "running" | "done";
  readonly output?: Preview;
  readonly input?: Preview;
  readonly error?: ErrorData;
  /** Tells one run from the next. */
  readonly at?: number;
  /** The script that ran. */
  readonly script?: string;
  /** Where its sources were read. */
  readonly environment?: string | undefined;
}

const sampleRows = 1000;
const shownRows = 200;

/** Why a preview ended before the stage that was asked for. */
function stopOf({ stopped }: Preview): ErrorData | undefined {
  if (!stopped || !Object.hasOwn(errorCodes, stopped.code)) return undefined;
  const code = Object.keys(errorCodes).find((known): known is ErrorData["code"] => known === stopped.code);
  return code && { code, params: stopped.params, ...(stopped.place ? { place: stopped.place } : {}) };
}

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
  const run = useCallback(async () => {
    const script = (use === "extraction" ? table.extraction : table.transformation) ?? "";
    setResult((old) => ({ ...old, state: "running", environment }));
    await flush();
    const look = (name: string, stage: PreviewStage) =>
      previewTable({
        module,
        ...(environment === undefined ? {} : { environment }),
        table: name,
        stage,
        compare: "stage",
        sample: { kind: "first", rows: sampleRows },
        fates: ["kept"],
        offset: 0,
        limit: shownRows,
      }).catch(() => undefined);
    const own: PreviewStage = use === "extraction" ? "extract" : "transform";
    const output = await look(table.name, isRaw ? own : "anonymize");
    if (!output?.ok) {
      const at = performance.now();
      setResult({ state: "done", script, environment, error: output?.error ?? noAnswer, at });
      return;
    }
    const error = stopOf(output.value);
    const before =
      isRaw && use === "transformation" && input !== undefined
        ? await look(input, input === table.name ? "extract" : "transform")
        : undefined;
    setResult({
      state: "done",
      at: performance.now(),
      script,
      environment,
      output: output.value,
      ...(error ? { error } : {}),
      ...(before?.ok ? { input: before.value } : {}),
    });
  }, [environment, flush, input, isRaw, module, previewTable, table, use]);
  // What another environment gave is not what this one gives.
  return { run: () => void run(), result: result?.environment === environment ? result : undefined };
}
