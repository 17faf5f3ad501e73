import { createHash } from "node:crypto";
import { z } from "zod";
import { type GivenParameters, givenParametersSchema, hookAnswerSchema } from "#lib/contracts";
import type { RevisionRecord, TickRecord, Transaction, TriggerRecord } from "#lib/db/server";
import { AppError, newId } from "#lib/kernel";
import { defineOpenOperation } from "../core/operation.ts";
import type { Services } from "../core/services.ts";
import { runValues } from "../runs/run-values.ts";
import { triggeredRevision } from "./approved-revision.ts";
import { isToken } from "./hook-token.ts";
import { decideTick, zoneOf } from "./start-tick.ts";

/** Calls of one web hook within a minute, and calls with a wrong token: each more than anybody means. */
const mostCalls = 60;
const mostWrong = 20;
const minute = 60_000;

/** A name for what was sent with a call that has no key of its own. */
const keyOf = (given: string | undefined): string =>
  given === undefined ? `call ${newId()}` : `key ${createHash("sha256").update(given).digest("hex")}`;

async function limited({ db, clock }: Services, key: string, most: number): Promise<void> {
  if (!(await db.rateLimits.take(key, most, minute, clock.now())))
    throw new AppError("rate-limited", { most, minutes: 1 });
}

async function assertToken(services: Services, id: string, token: string): Promise<void> {
  const hash = await services.db.triggers.tokenHash(id);
  if (hash !== undefined && isToken(token, hash)) return limited(services, `hook ${id}`, mostCalls);
  // One count for all that do not exist: inventing ids gives no more tries.
  await limited(services, hash === undefined ? "hook unknown" : `hook wrong ${id}`, mostWrong);
  throw new AppError("hook-token-wrong");
}

const answer = (tick: TickRecord | undefined, repeated: boolean) => ({
  state: tick?.state ?? ("waiting" as const),
  run: tick?.runId,
  repeated,
  reason: tick?.reason && {
    code: tick.reason.code,
    params: { ...tick.reason.params },
    place: tick.reason.place,
  },
});

/**
 * Wrong values are the caller's to change: nothing is kept, and the same key may come again.
 * @throws AppError `parameter-…`
 */
async function assertValues(
  tx: Transaction,
  trigger: TriggerRecord,
  given: GivenParameters,
  at: Date,
): Promise<void> {
  const { runKind, environment, parameters } = trigger.settings;
  let revision: RevisionRecord;
  try {
    revision = await triggeredRevision(tx, trigger.module, runKind, environment);
  } catch (error) {
    // That nothing is approved is the tick's own answer.
    if (error instanceof AppError) return;
    throw error;
  }
  runValues(revision, { ...parameters, ...given }, { at, timeZone: zoneOf(trigger) });
}

const sameValues = (a: object, b: object): boolean => {
  const sorted = (value: object) =>
    JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
};

/** A program calls a web hook: a run starts, once for each Idempotency-Key. Calls that start one are in the audit. */
export const receiveHook = defineOpenOperation({
  id: "receive-hook",
  title: { en: "Call a web hook", ru: "Вызвать вебхук" },
  permission: "anyone",
  input: z.strictObject({
    id: z.uuid(),
    token: z.string().max(200),
    idempotencyKey: z.string().min(1).max(200).optional(),
    parameters: givenParametersSchema.default({}),
  }),
  output: hookAnswerSchema,
  run: async ({ services }, { id, token, idempotencyKey, parameters }) => {
    await assertToken(services, id, token);
    const key = keyOf(idempotencyKey);
    const now = services.clock.now();
    return services.db.transaction(async (tx) => {
      const trigger = await tx.triggers.hold(id, true);
      const module = trigger && (await tx.modules.getById(trigger.moduleId));
      if (trigger === undefined || trigger.deletedAt !== undefined || module?.archivedAt !== undefined)
        throw new AppError("hook-token-wrong");
      const before = await tx.ticks.byKey(id, key);
      if (before !== undefined) {
        if (!sameValues(before.parameters, parameters)) throw new AppError("hook-key-reused");
        return answer(before, true);
      }
      if (trigger.pausedAt !== undefined) throw new AppError("trigger-paused", { name: trigger.name });
      await assertValues(tx, trigger, parameters, now);
      const earlier = await tx.ticks.open(id);
      const cause = { kind: "webhook" as const, name: trigger.name };
      const common = { triggerId: id, key, plannedAt: now, decidedAt: now, cause, parameters };
      const tick = await tx.ticks.add({ ...common, state: "waiting" });
      if (tick !== undefined) await decideTick(services, tx, trigger, tick, earlier, now);
      const after = await tx.ticks.byKey(id, key);
      await tx.audit.append({
        action: "receive-hook",
        subjectKind: "module",
        subject: trigger.module,
        outcome: after?.state === "skipped" ? "refused" : "done",
        detail: { trigger: trigger.name, ...(after?.runId === undefined ? {} : { run: after.runId }) },
      });
      return answer(after, false);
    });
  },
});
