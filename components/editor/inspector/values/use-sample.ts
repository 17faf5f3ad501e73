import { useSyncExternalStore } from "react";
import { can } from "#lib/access";
import { inEnvironment, type Preview } from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import { useEnvironment } from "../../../environments/use-environment.ts";
import { whenPythonIsReady } from "../../../preview/python-progress.ts";
import { noAnswer } from "../../../ui/no-answer.ts";
import { useEditor } from "../../store/editor-context.tsx";

/** A look at a table's rows, of the draft that the server had then. */
export interface Sample {
  readonly state: "loading" | "done" | "failed";
  readonly preview?: Preview;
  readonly error?: ErrorData;
  /** The state of the draft that was looked at. */
  readonly etag?: number;
}

/** Kept for the visit, so that every form of a table draws the same rows; of each environment, its own. */
const samples = new Map<string, Sample>();
const listeners = new Set<() => void>();

function put(key: string, sample: Sample): void {
  samples.set(key, sample);
  for (const listener of listeners) listener();
}

const watch = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const sampleRows = 1000;

/**
 * A sample of a table after cleansing, looked at when asked for: every look is in the audit. Who may not see raw values gets
 * the stage behind anonymization, where what nobody approved is hidden.
 */
export function useSample(table: string) {
  const { name, actions, flush, role, seesRaw: isRaw, state } = useEditor();
  const [environment] = useEnvironment();
  const key = JSON.stringify([name, table, environment]);
  const sample = useSyncExternalStore(
    watch,
    () => samples.get(key),
    () => undefined,
  );
  const { etag } = state.session.synced;
  const look = async () => {
    put(key, { ...samples.get(key), state: "loading" });
    await flush();
    const answer = await whenPythonIsReady(actions.previewTable, {
      module: name,
      ...inEnvironment(environment),
      table,
      stage: isRaw ? "cleanse" : "anonymize",
      compare: "stage",
      sample: { kind: "first", rows: sampleRows },
      offset: 0,
      limit: sampleRows,
    }).catch(() => undefined);
    if (answer?.ok) put(key, { state: "done", preview: answer.value, etag });
    else put(key, { state: "failed", error: answer?.error ?? noAnswer });
  };
  return {
    sample,
    look: () => void look(),
    mayLook: can(role, "previews:read"),
    isRaw,
    environment,
    /** The draft has changed since. */
    isOld: sample?.state === "done" && sample.etag !== etag,
  };
}
