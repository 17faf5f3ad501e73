import { z } from "zod";
import { triggerSecretsSchema } from "#lib/contracts";
import type { Transaction, TriggerRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { newSigningSecret, openAddress, sealAddress } from "./alert-address.ts";
import { goOn, nothingPlanned } from "./go-on.ts";
import { hashOfToken, newHookToken } from "./hook-token.ts";

// None of these changes who answers for what the runs read: that is whoever saved last what is run. The audit knows who did them.

async function held(tx: Transaction, id: string): Promise<TriggerRecord> {
  const trigger = await tx.triggers.hold(id, true);
  if (trigger === undefined || trigger.deletedAt !== undefined)
    throw new AppError("not-found", { what: "trigger", name: id });
  return trigger;
}

/** Stops a trigger for a while, or lets it go on from now: what was planned meanwhile is not made up for. */
export const pauseTrigger = defineOperation({
  id: "pause-trigger",
  title: { en: "Pause a trigger or let it go on", ru: "Поставить триггер на паузу или продолжить" },
  permission: "triggers:edit",
  input: z.strictObject({ id: z.uuid(), paused: z.boolean() }),
  output: z.object({}),
  audit: ({ id, paused }) => ({ kind: "trigger", name: id, detail: { paused } }),
  run: async ({ services: { db, clock } }, { id, paused }) => {
    const now = clock.now();
    await db.transaction(async (tx) => {
      const trigger = await held(tx, id);
      // One that goes on already owes what has come and was not looked at yet.
      if ((trigger.pausedAt !== undefined) === paused) return;
      const change = { pausedAt: paused ? now : null };
      await tx.triggers.change(id, paused ? { ...change, planned: nothingPlanned } : change);
      if (!paused) await goOn(tx, trigger, now);
    });
    return {};
  },
});

/** Takes a trigger away. What it started stays, with its history. */
export const removeTrigger = defineOperation({
  id: "remove-trigger",
  title: { en: "Remove a trigger", ru: "Удалить триггер" },
  permission: "triggers:edit",
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({}),
  audit: ({ id }) => ({ kind: "trigger", name: id }),
  run: async ({ services: { db, clock } }, { id }) => {
    await db.transaction(async (tx) => {
      await held(tx, id);
      await tx.triggers.follow(id, []);
      await tx.triggers.change(id, { planned: nothingPlanned, deletedAt: clock.now() });
    });
    return {};
  },
});

/** Gives a web hook another token, shown once; the old one is worth nothing from then on. */
export const renewHookToken = defineOperation({
  id: "renew-hook-token",
  title: { en: "Renew a web hook's token", ru: "Выпустить новый токен вебхука" },
  permission: "triggers:edit",
  input: z.strictObject({ id: z.uuid() }),
  output: triggerSecretsSchema,
  audit: ({ id }) => ({ kind: "trigger", name: id }),
  run: async ({ services: { db } }, { id }) => {
    const token = newHookToken();
    await db.transaction(async (tx) => {
      const { settings } = await held(tx, id);
      if (settings.kind !== "webhook") throw new AppError("request-invalid", { detail: "id" });
      await tx.triggers.change(id, { tokenHash: hashOfToken(token) });
    });
    return { id, token };
  },
});

/** Gives a trigger's alerts another secret that signs them, shown once. */
export const renewSigningSecret = defineOperation({
  id: "renew-signing-secret",
  title: { en: "Renew the secret that signs alerts", ru: "Выпустить новый секрет подписи уведомлений" },
  permission: "triggers:edit",
  input: z.strictObject({ id: z.uuid() }),
  output: triggerSecretsSchema,
  audit: ({ id }) => ({ kind: "trigger", name: id }),
  run: async ({ services: { db, masterKey } }, { id }) => {
    const signing = newSigningSecret();
    await db.transaction(async (tx) => {
      const address = await openAddress(tx, masterKey, await held(tx, id));
      if (address === undefined) throw new AppError("request-invalid", { detail: "id" });
      const alertSecret = sealAddress(masterKey, id, { ...address, signing });
      await tx.triggers.change(id, { alertSecret });
    });
    return { id, signingSecret: signing };
  },
});
