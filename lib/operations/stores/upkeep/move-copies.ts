import { z } from "zod";
import type { DataFolder } from "#lib/config/server";
import type { Holding, StoreMoveRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import type { StoredCopy } from "#lib/stores";
import { isInRecord } from "../../run-ports/record-files.ts";
import { failureText } from "./failure-text.ts";
import { type OpenStore, openStore, type Upkeep } from "./places.ts";
import { removeRun } from "./remove-run.ts";

export interface MoveTools extends Upkeep {
  readonly data: DataFolder;
  readonly signal: AbortSignal;
}

const copySchema: z.ZodType<StoredCopy> = z.object({
  by: z.literal("script").optional(),
  location: z.string(),
  tables: z.array(z.object({ name: z.string(), location: z.string(), bytes: z.number() })),
});

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
async function moveOne(tools: MoveTools, from: OpenStore, to: OpenStore, holding: Holding): Promise<void> {
  const { db, data, signal } = tools;
  const { module, number, runId } = holding;
  const version = await db.versions.get(module, number);
  if (version === undefined) return;
  const { manifest } = version;
  const where = { store: to.name, module, runId, signal };
  const existing = version.copies.find(
    ({ store, removedAt }) => store === to.name && removedAt === undefined,
  );
  const held = existing && copySchema.parse(existing.copy);
  if (held?.by === "script")
    throw new AppError("move-held-by-script", { store: to.name, version: `${module}@${number}` });
  const copy =
    held ??
    (await to.driver.write(
      to.config,
      manifest.tables.map((table) => ({ table, path: data.record(table.sha256) })),
      where,
    ));
  await to.driver.verify(to.config, copy, manifest.tables, where);
  await to.driver.commit(to.config, copy, manifest, number, where);
  const extraction = manifest.tables.flatMap((table) =>
    to.driver
      .extractionScripts(to.config, copy, table, where)
      .map((script) => ({ table: table.name, ...script })),
  );
  const change = { id: holding.id, from: from.name, to: to.name, copy, extraction };
  if (await db.holdings.move(change)) await removeRun(tools, from, { runId, module });
  else if (!held) await removeRun(tools, to, { runId, module });
}

/** Moves what is left to move, oldest first, until it is stopped. */
async function moveAll(tools: MoveTools, move: StoreMoveRecord): Promise<void> {
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
    if (!(await db.storeUpkeep.progress(move.id, { total, done, skipped }))) return;
    if (await isMovable(tools, holding)) {
      await moveOne(tools, from, to, holding);
      done += 1;
    } else skipped += 1;
  }
  await db.storeUpkeep.progress(move.id, { total, done, skipped });
  await db.storeUpkeep.endMove(move.id, "succeeded");
}

/** Carries a move out, or goes on with it. A process that stops leaves it to the next one: only that is thrown. */
export async function carryOutMove(tools: MoveTools, id: string): Promise<void> {
  const { db, signal } = tools;
  const move = await db.storeUpkeep.move(id);
  if (move === undefined || move.finishedAt !== undefined) return;
  try {
    await moveAll(tools, move);
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    await db.storeUpkeep.endMove(id, "failed", failureText(error, id));
  }
}
