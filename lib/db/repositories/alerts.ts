import { type AlertKind, alertKindSchema } from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import type { Client } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { errorDataSchema } from "./runs.ts";

/** Something about a trigger's runs that a person has to know. */
export interface AlertRecord {
  readonly id: string;
  readonly module: string;
  readonly trigger: string;
  readonly kind: AlertKind;
  readonly reason: ErrorData | undefined;
  readonly runId: string | undefined;
  readonly plannedAt: Date;
  readonly at: Date;
}

/** An alert on its way to an address outside. */
export interface DeliveryRecord {
  readonly id: string;
  readonly triggerId: string;
  /** Of where it goes. */
  readonly host: string;
  readonly body: string;
  readonly at: Date;
  readonly tries: number;
  readonly nextAt: Date | undefined;
  readonly deliveredAt: Date | undefined;
  /** A code of the product, or the status that was answered. */
  readonly reason: string | undefined;
}

export interface AlertRepository {
  /** The same for several people. */
  add(people: readonly string[], alert: Omit<AlertRecord, "id">): Promise<void>;
  /** What a person has not put away, newest first. */
  unread(userId: string, limit: number): Promise<readonly AlertRecord[]>;
  /** Puts one of a person's own away; false where they have no such one. */
  putAway(id: string, userId: string, at: Date): Promise<boolean>;
  send(delivery: Pick<DeliveryRecord, "triggerId" | "host" | "body" | "at">): Promise<void>;
  /** Takes those that are to be sent now; while they are being sent, nobody else takes them for so many seconds. */
  takeDeliveries(now: Date, holdSeconds: number, limit: number): Promise<readonly DeliveryRecord[]>;
  settleDelivery(
    id: string,
    outcome: { readonly deliveredAt?: Date; readonly nextAt?: Date; readonly reason?: string },
  ): Promise<void>;
  /** The newest of a trigger. */
  lastDelivery(triggerId: string): Promise<DeliveryRecord | undefined>;
}

interface DeliveryRow {
  id: string;
  triggerId: string;
  host: string;
  body: string;
  at: Date;
  tries: number;
  nextAt: Date | null;
  deliveredAt: Date | null;
  reason: string | null;
}

const toDelivery = (row: DeliveryRow): DeliveryRecord => ({
  ...row,
  nextAt: row.nextAt ?? undefined,
  deliveredAt: row.deliveredAt ?? undefined,
  reason: row.reason ?? undefined,
});

export function alertRepository(client: Client): AlertRepository {
  return {
    add: async (people, { reason, ...alert }) => {
      await client.alert.createMany({
        data: people.map((userId) => ({
          ...alert,
          userId,
          reason: reason === undefined ? null : toJsonText(reason),
        })),
      });
    },
    unread: async (userId, limit) => {
      const rows = await client.alert.findMany({
        where: { userId, readAt: null },
        orderBy: [{ at: "desc" }, { id: "asc" }],
        take: limit,
      });
      return rows.map((row) => ({
        id: row.id,
        module: row.module,
        trigger: row.trigger,
        kind: alertKindSchema.parse(row.kind),
        reason:
          row.reason === null ? undefined : fromJsonText(errorDataSchema, row.reason, `alert ${row.id}`),
        runId: row.runId ?? undefined,
        plannedAt: row.plannedAt,
        at: row.at,
      }));
    },
    putAway: async (id, userId, at) =>
      (await client.alert.updateMany({ where: { id, userId, readAt: null }, data: { readAt: at } })).count >
      0,
    send: async (delivery) => {
      await client.alertDelivery.create({ data: { ...delivery, nextAt: delivery.at } });
    },
    takeDeliveries: async (now, holdSeconds, limit) => {
      const held = new Date(now.getTime() + holdSeconds * 1000);
      const rows = await client.$queryRaw<DeliveryRow[]>`
        update "alert_delivery" set "nextAt" = ${held}, "tries" = "tries" + 1
        where "id" in (
          select "id" from "alert_delivery" where "nextAt" <= ${now} order by "nextAt" limit ${limit}
          for update skip locked
        ) returning *, "url" as "host"`;
      return rows.map(toDelivery);
    },
    settleDelivery: async (id, { deliveredAt, nextAt, reason }) => {
      await client.alertDelivery.update({
        where: { id },
        data: { deliveredAt, nextAt: nextAt ?? null, reason: reason ?? null },
      });
    },
    lastDelivery: async (triggerId) => {
      const row = await client.alertDelivery.findFirst({
        where: { triggerId },
        orderBy: [{ at: "desc" }, { id: "desc" }],
      });
      return row === null ? undefined : toDelivery(row);
    },
  };
}
