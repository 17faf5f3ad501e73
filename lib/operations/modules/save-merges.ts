import { z } from "zod";
import { type Cluster, findNormalizer, pairsOf } from "#lib/column-rules";
import { savedDraftSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { ModuleDocument, RuleUse } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { readDocument } from "./check-document.ts";
import { keepDraft, savedDraft } from "./keep-draft.ts";
import { mergeColumn } from "./merge-column.ts";
import { protectValues } from "./module-values.ts";

const value = z.string().max(1_000);
const cluster = z.strictObject({ to: value, from: z.array(value).min(1).max(2_000) });

/** The column's normalizers with the merge behind those that look at texts. */
function withMerge(
  document: ModuleDocument,
  given: { readonly table: string; readonly column: string; readonly clusters: readonly Cluster[] },
): ModuleDocument {
  const { table, column, before, after } = mergeColumn(document, given.table, given.column);
  const pairs = pairsOf(given.clusters).filter(([from, to]) => from !== to);
  if (pairs.length === 0) throw new AppError("request-invalid", { detail: "clusters" });
  const checked = findNormalizer("map-values")?.params.safeParse({ pairs });
  if (!checked?.success) throw new AppError("request-invalid", { detail: "clusters" });
  const merge: RuleUse = { rule: "map-values", with: { pairs } };
  const changed = { ...column, normalize: [...before, merge, ...after] };
  const columns = table.columns.map((one) => (one === column ? changed : one));
  return { ...document, tables: document.tables.map((one) => (one === table ? { ...one, columns } : one)) };
}

/**
 * Adds chosen clusters to the draft as a `map-values` rule, its pairs encrypted unless the column is insensitive. Who does it has
 * edited the module, and cannot approve what comes of it.
 */
export const saveMerges = defineOperation({
  id: "save-merges",
  title: { en: "Add merges to a draft", ru: "Добавить слияния в черновик" },
  permission: "values:merge",
  input: z.strictObject({
    module: slugSchema,
    etag: z.number().int().positive(),
    table: z.string().max(120),
    column: z.string().max(120),
    clusters: z.array(cluster).min(1).max(2_000),
  }),
  output: savedDraftSchema,
  audit: ({ module, table, column, clusters }) => ({
    kind: "module",
    name: module,
    detail: { table, column, clusters: clusters.length },
  }),
  run: async ({ services, actor: { userId } }, { module, etag, ...given }) => {
    const draft = found(await services.db.drafts.get(module), "module", module);
    if (draft.etag !== etag) throw new AppError("draft-stale");
    const document = readDocument(draft.document);
    if (document === undefined) throw new AppError("request-invalid", { detail: "document" });
    const clusters = given.clusters.map((one) => ({ ...one, rows: 0 }));
    const merged = withMerge(document, { ...given, clusters });
    const kept = protectValues(services.masterKey, { module, userId }, JSON.parse(JSON.stringify(merged)));
    const saved = await keepDraft(services, { module, etag, userId }, kept);
    return { ...(await savedDraft(services, module, saved, kept)), document: kept.document };
  },
});
