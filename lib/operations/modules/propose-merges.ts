import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { clusterMethods, findNormalizer } from "#lib/column-rules";
import { makePrivateFolder } from "#lib/config/server";
import { type ProposedMerges, proposedMergesSchema, slugSchema } from "#lib/contracts";
import { throughFifo } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { openValues } from "#lib/metadata";
import { defineOperation, type OperationContext } from "../core/operation.ts";
import { openConfig } from "../core/places.ts";
import { found } from "../core/require.ts";
import { readDocument } from "./check-document.ts";
import { type MergeColumn, mergeColumn } from "./merge-column.ts";
import { artefactLookup } from "./module-values.ts";

/** Rows that are looked at: enough to see the misspellings of a column, few enough to wait for. */
const mostRows = 500_000;
/** More than the child gets, so that it is the child that tells. */
const mostSeconds = 120;

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
});

/** The table's rows from its source, straight into a child process; nothing of them touches the disk where they stream. */
async function clustersOf(
  { services, signal }: OperationContext,
  given: z.output<typeof input>,
  { table, column, before }: MergeColumn,
  ref: string,
): Promise<Omit<ProposedMerges, "table" | "column" | "limit">> {
  const { kind, config } = await openConfig(services, "source", ref);
  const folder = await mkdtemp(
    path.join(await makePrivateFolder(services.config.data.stagingRoot), "merge-"),
  );
  const until = AbortSignal.any([signal, AbortSignal.timeout(mostSeconds * 1000)]);
  const options = {
    runName: `etl-express ${given.module} merges`,
    signal: until,
    scratch: path.join(folder, "source"),
    sample: mostRows,
  };
  try {
    const session = await services.sourceDriver(kind).open(config, options);
    try {
      const intake = await session.extract(table.name, table.extraction?.script ?? "");
      const columns = intake.columns.map(({ name }) => name);
      const from = column.from ?? column.name;
      if (!columns.includes(from)) throw new AppError("not-found", { what: "column", name: from });
      const task = {
        column: from,
        label: `${table.name}.${column.name}`,
        normalize: before,
        method: given.method,
        radius: given.radius,
      };
      const clustered =
        intake.kind === "csv"
          ? await throughFifo(folder, intake.stream, (file) =>
              services.data.clusterValues({ ...task, input: { kind: "csv", file, columns } }, until),
            )
          : await services.data.clusterValues(
              { ...task, input: { kind: "database", file: intake.file, table: intake.table, columns } },
              until,
            );
      return {
        ...clustered,
        clusters: clustered.clusters.map(({ to, from: values, rows }) => ({ to, from: [...values], rows })),
      };
    } finally {
      await session.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Finds values of a column that look like one. They are raw data: only who may see such gets them, and every look is in the audit. */
export const proposeMerges = defineOperation({
  id: "propose-merges",
  title: { en: "Look for values to merge", ru: "Искать значения для слияния" },
  permission: "values:read",
  input,
  output: proposedMergesSchema,
  audit: ({ module, table, column, method, radius }) => ({
    kind: "module",
    name: module,
    detail: { table, column, method, radius },
  }),
  run: async (context, given) => {
    const { services } = context;
    const draft = found(await services.db.drafts.get(given.module), "module", given.module);
    const lookup = await artefactLookup(services, given.module, draft.document);
    const document = readDocument(openValues(draft.document, lookup).document);
    if (document === undefined) throw new AppError("request-invalid", { detail: "document" });
    const merge = mergeColumn(document, given.table, given.column);
    const { extraction, transformation } = merge.table;
    const ref = document.sources.find(({ name }) => name === extraction?.source)?.ref;
    const place = { table: given.table, column: given.column };
    if (extraction === undefined || transformation !== undefined || ref === undefined)
      throw new AppError("merge-column-made", place, { place });
    const known = merge.before.filter(({ rule }) => findNormalizer(rule) !== undefined);
    const result = await clustersOf(context, given, { ...merge, before: known }, ref).catch(
      (error: unknown) => {
        throw tooSlow(error, `${given.table}.${given.column}`);
      },
    );
    return { ...place, ...result, limit: mostRows };
  },
});
