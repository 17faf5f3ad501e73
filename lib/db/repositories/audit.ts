import { z } from "zod";
import type { Client } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";

const outcomeSchema = z.enum(["done", "refused", "failed"]);
const detailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export interface AuditEntry {
  /** Absent: the product itself. */
  readonly actorId?: string;
  readonly impersonatedBy?: string;
  /** The operation's id. */
  readonly action: string;
  /** module, source, store, run, version, user … */
  readonly subjectKind: string;
  readonly subject: string;
  readonly outcome: z.infer<typeof outcomeSchema>;
  /** Never raw data, secrets or hashes of either. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditRecord extends AuditEntry {
  readonly id: string;
  readonly at: Date;
}

/** Who did what. Append-only: a trigger refuses everything else. */
export interface AuditRepository {
  append(entry: AuditEntry): Promise<void>;
  /** How often somebody did something since then, whatever came of it. */
  countSince(done: {
    readonly actorId: string;
    readonly action: string;
    readonly since: Date;
  }): Promise<number>;
  /** Newest first; `before` is the id of the last one seen. */
  list(options?: {
    readonly actorId?: string;
    readonly subjectKind?: string;
    readonly subject?: string;
    readonly before?: string;
    readonly limit?: number;
  }): Promise<readonly AuditRecord[]>;
}

export function auditRepository(client: Client): AuditRepository {
  return {
    append: async ({ detail = {}, ...entry }) => {
      await client.audit.create({ data: { ...entry, detail: toJsonText(detail) } });
    },
    countSince: ({ actorId, action, since }) =>
      client.audit.count({ where: { actorId, action, at: { gte: since } } }),
    list: async ({ before, limit = 100, ...filter } = {}) => {
      const rows = await client.audit.findMany({
        where: { ...filter, id: before === undefined ? undefined : { lt: BigInt(before) } },
        orderBy: { id: "desc" },
        take: limit,
      });
      return rows.map((row) => ({
        id: String(row.id),
        at: row.at,
        actorId: row.actorId ?? undefined,
        impersonatedBy: row.impersonatedBy ?? undefined,
        action: row.action,
        subjectKind: row.subjectKind,
        subject: row.subject,
        outcome: outcomeSchema.parse(row.outcome),
        detail: fromJsonText(detailSchema, row.detail, `audit ${row.id}`),
      }));
    },
  };
}
