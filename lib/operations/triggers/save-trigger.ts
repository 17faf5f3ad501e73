import { z } from "zod";
import {
  slugSchema,
  type TriggerSettings,
  triggerSecretsSchema,
  triggerSettingsSchema,
} from "#lib/contracts";
import type { PlannedInstants, Transaction, TriggerRecord } from "#lib/db/server";
import { AppError, newId } from "#lib/kernel";
import { nextRuns } from "#lib/schedules";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { addressAfter, openAddress, sealAddress, withoutAddress } from "./alert-address.ts";
import { assertNoCycle, checkSettings } from "./check-settings.ts";
import { nothingPlanned } from "./go-on.ts";
import { hashOfToken, newHookToken } from "./hook-token.ts";

const input = z.strictObject({
  module: slugSchema,
  /** Absent: a new one is made. */
  id: z.uuid().optional(),
  name: z.string().trim().min(1).max(80),
  settings: triggerSettingsSchema,
});

/**
 * What was planned under other times is no debt of the new ones; where the times stay, what has come and was not looked at yet
 * is not forgotten. Undefined: it stays as it is.
 */
function plannedAfter(
  settings: TriggerSettings,
  before: TriggerRecord | undefined,
  now: Date,
): PlannedInstants | undefined {
  if (settings.kind !== "schedule" || before?.pausedAt !== undefined) return undefined;
  const { cron, timeZone } = settings;
  const kept = before?.settings.kind === "schedule" ? before.settings : undefined;
  if (kept?.cron === cron && kept.timeZone === timeZone) return undefined;
  return { nextAt: nextRuns(cron, timeZone, now, 1)[0], decidedUntil: now };
}

/** A trigger follows versions of its environment that come from now on. */
async function follow(
  tx: Transaction,
  id: string,
  upstreams: readonly string[],
  environment: string | undefined,
): Promise<void> {
  const followed: { moduleId: string; seen: number }[] = [];
  for (const name of upstreams) {
    const { id: moduleId } = found(await tx.modules.get(name), "module", name);
    followed.push({ moduleId, seen: (await tx.versions.latest(name, environment))?.number ?? 0 });
  }
  await tx.triggers.follow(id, followed);
}

/** Makes or changes what starts runs of a module: a schedule, a web hook, or versions of other modules. */
export const saveTrigger = defineOperation({
  id: "save-trigger",
  title: { en: "Save a trigger", ru: "Сохранить триггер" },
  permission: "triggers:edit",
  input,
  output: triggerSecretsSchema,
  audit: ({ module, id, name, settings }) => ({
    kind: "module",
    name: module,
    detail: { trigger: name, kind: settings.kind, runKind: settings.runKind, isNew: id === undefined },
  }),
  clearsWay: true,
  run: async ({ services, actor }, { module: moduleName, id: given, name, settings }) => {
    const { db, clock, masterKey } = services;
    const now = clock.now();
    const module = found(await db.modules.get(moduleName), "module", moduleName);
    if (module.archivedAt !== undefined)
      throw new AppError("not-found", { what: "module", name: moduleName });
    const asked = { id: given, module: moduleName, settings };
    await checkSettings(services, asked, now);
    return db.transaction(async (tx) => {
      await assertNoCycle(tx, asked);
      const before = given === undefined ? undefined : await tx.triggers.hold(given, true);
      const isOurs = before?.moduleId === module.id && before.deletedAt === undefined;
      if (given !== undefined && !isOurs) throw new AppError("not-found", { what: "trigger", name: given });
      if (before !== undefined && before.settings.kind !== settings.kind)
        throw new AppError("request-invalid", { detail: "settings/kind" });
      const id = before?.id ?? newId();
      const token = before === undefined && settings.kind === "webhook" ? newHookToken() : undefined;
      const kept = before && (await openAddress(tx, masterKey, before));
      const address = addressAfter(settings.alerts, kept);
      const signingSecret = address?.signing === kept?.signing ? undefined : address?.signing;
      const planned = plannedAfter(settings, before, now);
      const shown = withoutAddress(settings);
      const secrets = {
        ...(token === undefined ? {} : { tokenHash: hashOfToken(token) }),
        alertSecret: address === undefined ? null : sealAddress(masterKey, id, address),
      };
      if (before === undefined) {
        const fresh = { id, moduleId: module.id, name, settings: shown, createdBy: actor.userId };
        await tx.triggers.create({ ...nothingPlanned, ...fresh, ...planned, ...secrets });
      } else {
        const change = { name, settings: shown, updatedBy: actor.userId, ...secrets };
        await tx.triggers.change(id, planned === undefined ? change : { ...change, planned });
      }
      if (settings.kind === "versions") {
        // What was answered in one environment is none of another's.
        if (before?.settings.environment !== settings.environment) await tx.triggers.follow(id, []);
        await follow(tx, id, settings.upstreams, settings.environment);
      }
      return { id, token, signingSecret };
    });
  },
});
