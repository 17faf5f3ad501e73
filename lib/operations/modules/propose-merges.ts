import { z } from "zod";
import { type ClusterSearch, clusterMethods, findNormalizer, type ValueClusters } from "#lib/column-rules";
import { inEnvironment, type ProposedMerges, proposedMergesSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { declaredSources, type ModuleDocument, openValues } from "#lib/metadata";
import { defineOperation, type OperationContext } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { assertRoleMayRead, draftIn } from "../run-ports/index.ts";
import { readDocument } from "./check-document.ts";
import { clustersOfSource, mostRows } from "./clusters-of-source.ts";
import { isMadeByScripts, type Looked, lookRequest, lookSession } from "./look-request.ts";
import { type MergeColumn, mergeColumn } from "./merge-column.ts";
import { artefactLookup } from "./module-values.ts";

/** A search that takes too long is told with what to do about it. */
function tooSlow(error: unknown, column: string): unknown {
  const isSlow = error instanceof AppError && error.code === "sandbox-limit";
  return isSlow ? new AppError("merges-too-slow", { column }, { cause: error }) : error;
}

const input = z.strictObject({
  module: slugSchema,
  /** Where its sources are read; absent: as the document is written. */
  environment: slugSchema.optional(),
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
  where: Looked,
  draft: unknown,
  { table, column }: MergeColumn,
  search: ClusterSearch,
  waitedFor: string | undefined,
): Promise<Found> {
  const { sources, ...looked } = await lookRequest({ services, actor }, where, draft);
  return services.previews.clusters(
    lookSession(actor, where),
    { ...looked, table: table.name, column: column.from ?? column.name, search },
    sources,
    waitedFor,
  );
}

async function amongExtracted(
  context: OperationContext,
  { module, environment }: Looked,
  document: ModuleDocument,
  { table, column }: MergeColumn,
  search: ClusterSearch,
): Promise<Found> {
  const { extraction } = table;
  const source = found(
    declaredSources(document).find(({ name }) => name === extraction?.source)?.ref,
    "source",
    extraction?.source ?? "",
  );
  const from = column.from ?? column.name;
  const place = {
    module,
    table: table.name,
    source,
    environment,
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
  audit: ({ module, environment, waitedFor: _waitedFor, ...detail }) => ({
    kind: "module",
    name: module,
    detail: { ...detail, ...inEnvironment(environment) },
  }),
  run: async (
    context,
    { module, environment, table, column, method, radius, waitedFor },
  ): Promise<ProposedMerges> => {
    const { services } = context;
    const draft = found(await services.db.drafts.get(module), "module", module);
    const lookup = await artefactLookup(services, module, draft.document);
    const where = { module, environment };
    const bound = await draftIn(services.db, draft.document, environment);
    const document = readDocument(openValues(bound, lookup).document);
    if (document === undefined) throw new AppError("request-invalid", { detail: "document" });
    assertRoleMayRead(context.actor.role, document);
    const merge = mergeColumn(document, table, column);
    const label = `${table}.${column}`;
    const normalize = merge.before.filter(({ rule }) => findNormalizer(rule)?.compile !== undefined);
    const search = { label, normalize, method, radius };
    const looking = isMadeByScripts(merge.table)
      ? amongMade(context, where, draft.document, merge, search, waitedFor)
      : amongExtracted(context, where, document, merge, search);
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
