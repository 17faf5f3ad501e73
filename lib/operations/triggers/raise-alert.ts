import type { AlertKind } from "#lib/contracts";
import type { TickRecord, Transaction, TriggerRecord } from "#lib/db/server";
import { type ErrorData, errorMessage, productName } from "#lib/kernel";
import { hostOf } from "./alert-address.ts";
import { toldPeople } from "./told-people.ts";

export interface Alarm {
  readonly kind: AlertKind;
  readonly tick: Pick<TickRecord, "plannedAt" | "runId">;
  readonly reason?: ErrorData | undefined;
}

/** Puts an alert into people's inboxes, and on its way outside, where the trigger asks for one of its kind. */
export async function raiseAlert(
  tx: Transaction,
  trigger: TriggerRecord,
  { kind, tick, reason }: Alarm,
  at: Date,
): Promise<void> {
  const { on } = trigger.settings.alerts;
  if (!on.includes(kind)) return;
  const alert = {
    module: trigger.module,
    trigger: trigger.name,
    kind,
    reason,
    runId: tick.runId,
    plannedAt: tick.plannedAt,
    at,
  };
  const told = await toldPeople(tx, trigger);
  await tx.alerts.add(
    told.map(({ id }) => id),
    alert,
  );
  const host = hostOf(trigger.settings.alerts);
  if (host === undefined) return;
  const body = JSON.stringify({
    product: productName,
    kind,
    module: trigger.module,
    trigger: trigger.name,
    plannedAt: tick.plannedAt.toISOString(),
    at: at.toISOString(),
    ...(tick.runId === undefined ? {} : { run: tick.runId }),
    ...(reason === undefined ? {} : { reason: { code: reason.code, message: errorMessage(reason, "en") } }),
  });
  await tx.alerts.send({ triggerId: trigger.id, host, body, at });
}
