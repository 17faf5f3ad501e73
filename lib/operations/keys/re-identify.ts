import { z } from "zod";
import { findAnonymizer, mapFormOf } from "#lib/anonymizers";
import { parseColumnType, reIdentifiedSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { materialOf } from "#lib/keys/server";
import { effectiveColumn, linkageDomains } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { versionOf } from "../versions/version-of.ts";

/** Enough to answer for a few people; too little to turn a version back. */
const mostValues = 20;
const mostRequests = 20;
const period = 3_600_000;

/** @throws AppError `rate-limited` */
async function assertRare({ db }: Services, actorId: string): Promise<void> {
  const since = new Date(Date.now() - period);
  const requests = await db.audit.countSince({ actorId, action: "re-identify", since });
  if (requests >= mostRequests) {
    throw new AppError("rate-limited", { most: mostRequests, minutes: period / 60_000 });
  }
}

/**
 * The original values behind a few published ones, for rules that can go back. Each request is in the audit with its reason
 * before anything is answered; the values are in no record and no log.
 */
export const reIdentify = defineOperation({
  id: "re-identify",
  title: { en: "Re-identify values", ru: "Восстановить исходные значения" },
  permission: "values:re-identify",
  input: z.strictObject({
    module: slugSchema,
    // Not the latest: the audit names one version.
    number: z.coerce.number().int().positive(),
    table: z.string().max(120),
    column: z.string().max(120),
    values: z.array(z.string().min(1).max(10_000)).min(1).max(mostValues),
    reason: z.string().trim().min(10).max(1000),
  }),
  output: reIdentifiedSchema,
  audit: ({ module, number, table, column, values, reason }) => ({
    kind: "version",
    name: `${module}@${number}`,
    detail: { table, column, values: values.length, reason },
  }),
  run: async ({ services, actor }, { table: tableName, column: columnName, values, ...input }) => {
    const { db, masterKey } = services;
    if (actor.impersonatedBy !== undefined) throw new AppError("approval-impersonated");
    await assertRare(services, actor.userId);
    const version = await versionOf(services, input);
    const document = readDocument((await db.revisions.getById(version.revisionId))?.document);
    const table = document?.tables.find(({ name }) => name === tableName);
    const column = table?.columns.find(({ name }) => name === columnName);
    if (!document || !table || !column)
      throw new AppError("not-found", { what: "column", name: `${tableName}.${columnName}` });
    const { anonymize, datatype } = effectiveColumn(document, table, column);
    const rule = anonymize && findAnonymizer(anonymize.rule);
    const type = parseColumnType(datatype);
    const params = rule?.params.parse(anonymize?.with ?? {});
    const form = rule && type && mapFormOf(rule, params, type);
    if (!form?.invert || !type || !rule)
      throw new AppError("rule-irreversible", { table: tableName, column: columnName });
    const domain = linkageDomains(document).find(({ columns }) =>
      columns.some((one) => one.table === tableName && one.column === columnName),
    );
    const keyId = version.reports.provenance.keyIds[domain?.name ?? ""] ?? "";
    const wrapped = found(await db.domains.keyById(keyId), "key", keyId);
    const key = materialOf(masterKey, wrapped, rule.id);
    try {
      const back = await form.invert({ params, type, key });
      return { values: values.map((published) => ({ published, original: back(published) })) };
    } finally {
      key.fill(0);
    }
  },
});
