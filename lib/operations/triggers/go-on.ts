import type { PlannedInstants, Transaction, TriggerRecord } from "#lib/db/server";
import { nextRuns } from "#lib/schedules";

/** Of a trigger that is paused, removed, or no schedule. */
export const nothingPlanned: PlannedInstants = { nextAt: undefined, decidedUntil: undefined };

/** Lets a trigger that is held begin from now: what was planned or published while it stood still is not made up for. */
export async function goOn(
  tx: Transaction,
  { id, settings }: Pick<TriggerRecord, "id" | "settings">,
  now: Date,
): Promise<void> {
  const planned =
    settings.kind === "schedule"
      ? { nextAt: nextRuns(settings.cron, settings.timeZone, now, 1)[0], decidedUntil: now }
      : nothingPlanned;
  await tx.triggers.change(id, { planned });
  if (settings.kind !== "versions") return;
  for (const { moduleId, newest } of await tx.triggers.upstreams(id))
    await tx.triggers.markSeen(id, moduleId, newest);
}
