import { z } from "zod";
import { auditEntrySchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { peopleOf, personOf } from "../views/people.ts";

/** Who did what, newest first; `before` is the id of the last entry seen. */
export const listAudit = defineOperation({
  id: "list-audit",
  title: { en: "Read the audit", ru: "Журнал аудита" },
  permission: "audit:read",
  input: z.strictObject({
    actorId: z.string().optional(),
    subjectKind: z.string().optional(),
    subject: z.string().optional(),
    before: z.string().regex(/^\d+$/).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: z.array(auditEntrySchema),
  run: async ({ services: { db } }, options) => {
    const entries = await db.audit.list(options);
    const people = await peopleOf(
      db,
      entries.flatMap((entry) => [entry.actorId, entry.impersonatedBy]),
    );
    return entries.map(
      ({ id, at, actorId, impersonatedBy, action, subjectKind, subject, outcome, detail }) => ({
        id,
        at: at.toISOString(),
        actor: personOf(people, actorId),
        impersonatedBy: personOf(people, impersonatedBy),
        action,
        subjectKind,
        subject,
        outcome,
        detail: { ...detail },
      }),
    );
  },
});
