import type { Preview } from "#lib/contracts";
import { type ErrorData, errorCodes, type Result } from "#lib/kernel";
import { noAnswer } from "../../../ui/no-answer.ts";

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

/** Why a preview ended before the stage that was asked for. */
function stopOf({ stopped }: Preview): ErrorData | undefined {
  if (!stopped || !Object.hasOwn(errorCodes, stopped.code)) return undefined;
  const code = Object.keys(errorCodes).find((known): known is ErrorData["code"] => known === stopped.code);
  return code && { code, params: stopped.params, ...(stopped.place ? { place: stopped.place } : {}) };
}

interface Asked {
  readonly script: string;
  readonly environment: string | undefined;
  /** Undefined: nobody answered. */
  output(): Promise<Result<Preview, ErrorData> | undefined>;
  /** The rows that the script gets, where they are shown beside those that it gives. */
  readonly input: (() => Promise<Result<Preview, ErrorData> | undefined>) | undefined;
}

/**
 * Runs of one script. Where one is asked for while another is at work, what the earlier one comes to is nobody's matter any
 * more: it may be that it waited for Python and was called off.
 */
export function scriptRuns(
  show: (change: (before: ScriptRun | undefined) => ScriptRun) => void,
): (asked: Asked) => Promise<void> {
  let newest: Asked | undefined;
  return async (asked) => {
    const { script, environment } = asked;
    newest = asked;
    const end = (came: Pick<ScriptRun, "output" | "input" | "error">) => {
      if (newest === asked)
        show(() => ({ state: "done", script, environment, at: performance.now(), ...came }));
    };
    show((before) => ({ ...before, state: "running", environment }));
    const output = await asked.output();
    if (!output?.ok) return end({ error: output?.error ?? noAnswer });
    if (newest !== asked) return;
    const error = stopOf(output.value);
    const input = await asked.input?.();
    end({
      output: output.value,
      ...(error ? { error } : {}),
      ...(input?.ok ? { input: input.value } : {}),
    });
  };
}
