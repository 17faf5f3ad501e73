import { useCallback, useState } from "react";
import type { Preview, PreviewStage } from "#lib/contracts";
import type { DraftTable } from "#lib/drafting";
import { type ErrorData, errorCodes } from "#lib/kernel";
import { useEditor } from "../../store/editor-context.tsx";

export interface ScriptRun {
  readonly state: "running" | "done";
  readonly output?: Preview;
  readonly input?: Preview;
  readonly error?: ErrorData;
}

const sampleRows = 1000;
const shownRows = 200;
const unreachable: ErrorData = { code: "internal", params: { reference: "–" } };

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
  const [result, setResult] = useState<ScriptRun>();
  const run = useCallback(async () => {
    setResult((old) => ({ ...old, state: "running" }));
    await flush();
    const look = (name: string, stage: PreviewStage) =>
      actions
        .previewTable({
          module,
          table: name,
          stage,
          compare: "stage",
          sample: { kind: "first", rows: sampleRows },
          offset: 0,
          limit: shownRows,
        })
        .catch(() => undefined);
    const own: PreviewStage = use === "extraction" ? "extract" : "transform";
    const output = await look(table.name, isRaw ? own : "anonymize");
    if (!output?.ok) {
      setResult({ state: "done", error: output?.error ?? unreachable });
      return;
    }
    const error = stopOf(output.value);
    const before =
      isRaw && use === "transformation" && input !== undefined
        ? await look(input, input === table.name ? "extract" : "transform")
        : undefined;
    setResult({
      state: "done",
      output: output.value,
      ...(error ? { error } : {}),
      ...(before?.ok ? { input: before.value } : {}),
    });
  }, [actions, flush, input, isRaw, module, table.name, use]);
  return { run: () => void run(), result };
}
