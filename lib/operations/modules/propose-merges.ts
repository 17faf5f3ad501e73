import { z } from "zod";
import { type ClusterSearch, clusterMethods, findNormalizer, type ValueClusters } from "#lib/column-rules";
import { type ProposedMerges, proposedMergesSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type ModuleDocument, openValues } from "#lib/metadata";
import { defineOperation, type OperationContext } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { readDocument } from "./check-document.ts";
import { clustersOfSource, mostRows } from "./clusters-of-source.ts";
import { lookRequest } from "./look-request.ts";
import { type MergeColumn, mergeColumn } from "./merge-column.ts";
import { artefactLookup } from "./module-values.ts";

/** A search that takes too long is told with what to do about it. */
function tooSlow(error: unknown, column: string): unknown {
  const isSlow = error instanceof AppError && error.code === "sandbox-limit";
  return isSlow ? new AppError("merges-too-slow", { column }, { cause: error }) : error;
}

const input = z.strictObject({
  module: slugSchema,
  table: z.string().max(120),
  column: z.string().max(120),
  method: z.enum(clusterMethods.map(({ id }) => id)),
  /** Changed letters that still count as one value, for methods that count them. */
  radius: z.coerce.number().int().min(1).max(3).default(1),
  /** The preparation of Python that an earlier attempt was told of (`python-preparing`). */
  waitedFor: z.uuid().optional(),
});

type Found = ValueClusters & { readonly isComplete: boolean };

/** Among what scripts make of looks at their sources, in the process that holds those. */
async function amongMade(
  { services, actor }: OperationContext,
  module: string,
  draft: unknown,
  { table, column }: MergeColumn,
  search: ClusterSearch,
  waitedFor: string | undefined,
): Promise<Found> {
  const { values, sources } = await lookRequest(services, module, draft);
  return services.previews.clusters(
    `${actor.userId} ${module}`,
    { document: draft, values, table: table.name, column: column.from ?? column.name, search },
    sources,
    waitedFor,
  );
}

async function amongExtracted(
  context: OperationContext,
  document: ModuleDocument,
  { table, column }: MergeColumn,
  search: ClusterSearch,
): Promise<Found> {
  const { extraction } = table;
  const source = found(
    document.sources.find(({ name }) => name === extraction?.source)?.ref,
    "source",
    extraction?.source ?? "",
  );
  const from = column.from ?? column.name;
  const place = {
    module: document.name,
    table: table.name,
    source,
    script: extraction?.script ?? "",
    column: from,
  };
  const clustered = await clustersOfSource(context, place, search);
  return { ...clustered, isComplete: clustered.looked < mostRows };
}

/** Finds values of a column that look like one. They are raw data: only who may see such gets them, and every look is in the audit. */
export const proposeMerges = defineOperation({
  id: "propose-merges",
  title: { en: "Look for values to merge", ru: "Искать значения для слияния" },
  permission: "raw-values:look",
  input,
  output: proposedMergesSchema,
  audit: ({ module, table, column, method, radius }) => ({
    kind: "module",
    name: module,
    detail: { table, column, method, radius },
  }),
  run: async (context, { module, table, column, method, radius, waitedFor }): Promise<ProposedMerges> => {
    const { services } = context;
    const draft = found(await services.db.drafts.get(module), "module", module);
    const lookup = await artefactLookup(services, module, draft.document);
    const document = readDocument(openValues(draft.document, lookup).document);
    if (document === undefined) throw new AppError("request-invalid", { detail: "document" });
    const merge = mergeColumn(document, table, column);
    const label = `${table}.${column}`;
    const normalize = merge.before.filter(({ rule }) => findNormalizer(rule)?.compile !== undefined);
    const search = { label, normalize, method, radius };
    // No source runs Python: what such a script extracts is made as well.
    const isMade = merge.table.transformation || merge.table.extraction?.language === "python";
    const looking = isMade
      ? amongMade(context, module, draft.document, merge, search, waitedFor)
      : amongExtracted(context, document, merge, search);
    const {
      clusters,
      looked: _looked,
      ...figures
    } = await looking.catch((error: unknown) => {
      throw tooSlow(error, label);
    });
    return {
      table,
      column,
      ...figures,
      clusters: clusters.map(({ to, from, rows }) => ({ to, from: [...from], rows })),
    };
  },
});
