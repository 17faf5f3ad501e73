import type { DataFolder } from "#lib/config/server";
import type { Holding, MoveHold, StoreMoveRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { storedCopySchema } from "#lib/stores";
import { failureText } from "../../core/failure-text.ts";
import { isInRecord } from "../../run-ports/record-files.ts";
import { type OpenStore, openStore, type Upkeep } from "./places.ts";
import { removeRun } from "./remove-run.ts";

export interface MoveTools extends Upkeep {
  readonly data: DataFolder;
  /** Aborted when this delivery may not go on: another one carries the move out. */
  readonly signal: AbortSignal;
}

/** Whether it can be written elsewhere: a script's work cannot be repeated, and the bytes come from the record. */
async function isMovable({ db, data }: MoveTools, holding: Holding): Promise<boolean> {
  if (holding.byScript) return false;
  const version = await db.versions.get(holding.module, holding.number);
  for (const file of version?.files ?? []) if (!(await isInRecord(data, file))) return false;
  return version !== undefined;
}

/**
 * One version: written to the other store, read back there, shown, and only then not of the first store any more. Whatever ends it
 * in between, the version is whole in one of them, and the next attempt goes on.
 */
async function moveOne(
  tools: MoveTools,
  hold: MoveHold,
  from: OpenStore,
  to: OpenStore,
  holding: Holding,
): Promise<void> {
  const { db, data, signal } = tools;
  const { module, number, runId } = holding;
  const version = await db.versions.get(module, number);
  if (version === undefined) return;
  const { manifest } = version;
  const assertOwned = async () => {
    signal.throwIfAborted();
    if (!(await db.storeUpkeep.holdsMove(hold))) throw new AppError("run-lease-lost");
  };
  const where = { store: to.name, module, runId, signal, assertOwned };
  const existing = version.copies.find(
    ({ store, removedAt }) => store === to.name && removedAt === undefined,
  );
  const held = existing && storedCopySchema.parse(existing.copy);
  if (held?.by === "script")
    throw new AppError("move-held-by-script", { store: to.name, version: `${module}@${number}` });
  await assertOwned();
  const copy =
    held ??
    (await to.driver.write(
      to.config,
      manifest.tables.map((table) => ({ table, path: data.record(table.sha256) })),
      where,
    ));
  await to.driver.verify(to.config, copy, manifest.tables, where);
  await assertOwned();
  await to.driver.commit(to.config, copy, manifest, number, where);
  // Asked now: it may have been withdrawn while it was copied. Where the store does not take it now, it is told again once it is known
  // to hold the version: a move that ended here would leave it shown, and nobody to tell it.
  if ((await db.versions.get(module, number))?.withdrawnAt !== undefined)
    await to.driver.hideFromLatest(to.config, number, where).catch(() => signal.throwIfAborted());
  const extraction = manifest.tables.flatMap((table) =>
    to.driver
      .extractionScripts(to.config, copy, table, where)
      .map((script) => ({ table: table.name, ...script })),
  );
  const change = { hold, id: holding.id, from: from.name, to: to.name, copy, extraction };
  const outcome = await db.holdings.move(change);
  // Of who holds it now.
  if (outcome === "not-held") return;
  // Whatever became of it meanwhile: what a version still names is not removed.
  const now = await db.versions.get(module, number);
  const left = outcome === "moved" ? from : to;
  const isNamed = now?.copies.some(({ store, removedAt }) => store === left.name && removedAt === undefined);
  if (isNamed !== true) await removeRun(tools, left, { runId, module });
}

/** Moves what is left to move, oldest first, until it is stopped. */
async function moveAll(tools: MoveTools, move: StoreMoveRecord, hold: MoveHold): Promise<void> {
  const { db, signal } = tools;
  const [from, to] = [await openStore(tools, move.from), await openStore(tools, move.to)];
  // What goes from the one would go from the other: settings may have changed since the move was asked for.
  const where = { store: to.name, signal };
  if (from.kind === to.kind && (await to.driver.sharesPlace(from.config, to.config, where)))
    throw new AppError("move-pointless", { store: from.name });
  const filter = move.module === undefined ? {} : { module: move.module };
  const holdings = (await db.holdings.list({ store: move.from }, filter)).toReversed();
  let { done } = move;
  let skipped = 0;
  const total = done + holdings.length;
  for (const holding of holdings) {
    signal.throwIfAborted();
    if (!(await db.storeUpkeep.progress(hold, { total, done, skipped }))) return;
    if (await isMovable(tools, holding)) {
      await moveOne(tools, hold, from, to, holding);
      done += 1;
    } else skipped += 1;
  }
  await db.storeUpkeep.progress(hold, { total, done, skipped });
  await db.storeUpkeep.endMove(hold, "succeeded");
}

/**
 * Carries a move out, or goes on with it; from now on nobody else does. A process that stops leaves it to the next one: only that is
 * thrown.
 */
export async function carryOutMove(tools: MoveTools, id: string): Promise<void> {
  const { db, signal } = tools;
  const held = await db.storeUpkeep.holdMove(id);
  if (held === undefined) return;
  const { move, hold } = held;
  try {
    await moveAll(tools, move, hold);
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    await db.storeUpkeep.endMove(hold, "failed", failureText(error, id));
  }
  await db.storeUpkeep.letGoOfMove(hold);
}
