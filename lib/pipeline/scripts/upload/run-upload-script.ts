import { scriptRefused } from "#lib/engine/server";
import { AppError, type Text } from "#lib/kernel";
import type { UploadScriptDocument } from "#lib/metadata";
import type { ScriptLanguageId } from "#lib/script-languages";
import type { StoreContext, StoredCopy, UploadPlace } from "#lib/stores";
import type { BoundStore } from "../../ports.ts";
import type { RunContext } from "../../run-context.ts";
import { runPythonUpload } from "./python-upload.ts";
import { readBack } from "./read-back.ts";
import { type ReturnedScripts, returnedByRows } from "./returned-scripts.ts";
import type { RecordFile, UploadRunner } from "./upload-tables.ts";

const runSql: UploadRunner = async (_context, { script, session, files }) => {
  if (!session.execute) throw scriptRefused({ stage: "upload", table: "–" }, "no-upload-sql");
  const rows = await session.execute(script.script);
  return returnedByRows(rows, script.store, files);
};

const runners: Readonly<Partial<Record<ScriptLanguageId, UploadRunner>>> = {
  sql: runSql,
  python: runPythonUpload,
};

const unsuitable = (store: string, text: Text) => new AppError("upload-store-unsuitable", { store, ...text });

/** Throws `upload-store-unsuitable` where a store takes no script. */
function placeOf({ name, driver, config }: BoundStore, script: UploadScriptDocument): UploadPlace<unknown> {
  if (!driver.uploads)
    throw unsuitable(name, {
      en: "upload scripts cannot write to a store of its kind.",
      ru: "скрипты выгрузки не пишут в хранилища такого вида.",
    });
  driver.uploads.assertTakes(config, script.language, name);
  // What nobody would carry out is not approved in vain.
  if (script.cleanUp !== undefined && !driver.uploads.cleanUp)
    throw unsuitable(name, {
      en: "it runs no SQL, so the clean-up of the upload script cannot run. Scripts write there below the run's own name alone, which goes by itself: remove the clean-up.",
      ru: "оно не выполняет SQL, поэтому уборка за скриптом выгрузки не сработает. Скрипты пишут туда только под именем запуска, а оно удаляется само: удалите уборку.",
    });
  return driver.uploads;
}

/** Before anything is read: whether the script can run at all. */
export function assertUploadPossible({ request }: RunContext): void {
  const { script } = request.document.upload ?? {};
  const bound = request.ports.stores.find(({ name }) => name === script?.store);
  if (!script || !bound) return;
  placeOf(bound, script);
  if (!request.ports.sourceDriver)
    throw unsuitable(bound.name, {
      en: "nothing reads back here what a script has written.",
      ru: "здесь нечем прочитать записанное скриптом.",
    });
}

/** Longest time of the document's own clean-up. */
const cleanUpSeconds = 20;

/** Takes back what a run's script wrote: what the document says for places outside, then all under the run's own name. */
export async function undoUpload(
  script: UploadScriptDocument,
  store: BoundStore,
  where: StoreContext,
): Promise<void> {
  const { driver, config } = store;
  try {
    if (script.cleanUp !== undefined)
      await driver.uploads?.cleanUp?.(config, script.cleanUp, { ...where, seconds: cleanUpSeconds });
  } finally {
    await driver.remove(config, { runId: where.runId }, where);
  }
}

/**
 * Lets the script put the published tables into its store, reads back what it returned with the credential that can only read, and
 * compares the rows with the record's. Whatever goes wrong, nothing is published; what was written goes with the run.
 */
export async function runUploadScript(
  context: RunContext,
  script: UploadScriptDocument,
  store: BoundStore,
  files: readonly RecordFile[],
): Promise<void> {
  const { request, state } = context;
  const { runId, signal, document, limits, ports } = request;
  const place = placeOf(store, script);
  const assertOwned = () => ports.journal.assertOwned();
  const where = {
    ...{ module: document.name, store: store.name, runId, signal, assertOwned },
    seconds: limits.scriptSeconds,
  };
  await assertOwned();
  await ports.journal.startStore?.(store.name, "script");
  // What an earlier attempt may have left; the first one has nothing to take back.
  if (ports.journal.attempt > 1) await undoUpload(script, store, where);
  await assertOwned();
  // SQL finds the tables in place; Python gets them itself and writes what it likes.
  const session = await place.open(store.config, script.language === "sql" ? files : [], where);
  let scripts: ReturnedScripts;
  let copy: StoredCopy;
  try {
    ports.journal.emit({
      level: "info",
      kind: "message",
      stage: "upload",
      message: "upload-script-started",
      params: { store: store.name, name: session.name },
    });
    const run = runners[script.language];
    if (!run)
      throw scriptRefused({ stage: "upload", table: "–" }, "unknown-language", { language: script.language });
    scripts = await run(context, { script, session, files });
    await assertOwned();
    copy = await session.keep();
    state.copies.push({ store: store.name, copy });
  } finally {
    await session.close();
  }
  for (const file of files) {
    const returned = scripts.get(file.table.name);
    if (!returned) throw new TypeError("a script is returned for every table");
    await readBack(context, { file, script: returned, reader: place.reader(store.config, copy) });
  }
  state.returned = files.flatMap(({ table }) => {
    const returned = scripts.get(table.name);
    return returned ? [{ table: table.name, script: returned }] : [];
  });
}
