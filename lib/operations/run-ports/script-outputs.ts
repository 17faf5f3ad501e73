import type { Database } from "#lib/db/server";
import { AppError, newId } from "#lib/kernel";
import { sealText, unsealText } from "#lib/keys/server";
import type { ScriptOutput } from "#lib/pipeline";

const contextOf = (runId: string, id: string) => `script output ${runId} ${id}`;

interface Place {
  readonly db: Pick<Database, "scriptOutputs">;
  readonly masterKey: Uint8Array;
}

/** Seals what a script printed: apart from the run's log, which more people read. */
export async function keepScriptOutput(
  { db, masterKey }: Place,
  run: { readonly id: string; readonly attempt: number },
  { text, trace, stage, table, column, bytes, isCut, line }: ScriptOutput,
): Promise<void> {
  const id = newId();
  await db.scriptOutputs.put({
    id,
    runId: run.id,
    attempt: run.attempt,
    stage,
    table,
    column,
    bytes,
    isCut,
    line,
    sealed: sealText(masterKey, JSON.stringify([text, trace]), contextOf(run.id, id)),
  });
}

/**
 * What a script printed, and its own lines of a traceback. Whoever calls this has checked the permission and audits it.
 * @throws AppError `not-found` where nothing is kept any more, `ciphertext-invalid`
 */
export async function openScriptOutput(
  { db, masterKey }: Place,
  runId: string,
  id: string,
): Promise<{ readonly text: string; readonly trace: string }> {
  const sealed = await db.scriptOutputs.sealedOf(runId, id);
  if (sealed === undefined) throw new AppError("not-found", { what: "script output", name: id });
  const [text = "", trace = ""]: string[] = JSON.parse(unsealText(masterKey, sealed, contextOf(runId, id)));
  return { text, trace };
}
