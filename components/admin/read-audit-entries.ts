import { z } from "zod";
import { type AuditEntry, auditEntrySchema } from "#lib/contracts";

/** Entries as the audit's route answers them; throws where they are none. */
export const readAuditEntries = (answer: unknown): AuditEntry[] => z.array(auditEntrySchema).parse(answer);
