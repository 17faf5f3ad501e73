import { z } from "zod";
import { maySeeRaw } from "#lib/access";
import {
  inEnvironment,
  previewCompareSchema,
  previewSchema,
  previewStageIds,
  previewStageSchema,
  rowFateIds,
  sampleSchema,
  slugSchema,
} from "#lib/contracts";
import { type Json, readDraft, setAnonymization, setKeyStrategy } from "#lib/drafting";
import { AppError } from "#lib/kernel";
import type { PreviewSight } from "#lib/pipeline";
import { type Actor, defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { revisionOf } from "../reviews/revision-of.ts";
import { executableDocument } from "./check-document.ts";
import { contentHash } from "./content-hash.ts";
import { lookRequest, lookSession } from "./look-request.ts";

async function documentOf(
  services: Services,
  module: string,
  revision: number | undefined,
): Promise<unknown> {
  const known = found(await services.db.modules.get(module), "module", module);
  if (known.archivedAt !== undefined) throw new AppError("not-found", { what: "module", name: module });
  if (revision !== undefined) return (await revisionOf(services, { module, revision })).document;
  return found(await services.db.drafts.get(module), "draft", module).document;
}

/** Whether exactly this was approved there, with its sources and stores as they are now: then what it lets out may be seen. */
async function isApproved(
  services: Services,
  module: string,
  document: unknown,
  environment: string | undefined,
): Promise<boolean> {
  const newest = await services.db.revisions.latest(module);
  if (newest === undefined) return false;
  try {
    const runs = await executableDocument(services, module, document, environment);
    const hash = await contentHash(services, runs, environment);
    await services.db.reviews.assertApproved(newest.id, hash, environment);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * Whoever writes a rule could let anything through it, so without the permission for raw values only that is seen which
 * somebody else approved, or which no rule of its kind can let through.
 */
async function sightOf(
  services: Services,
  actor: Actor,
  module: string,
  document: unknown,
  environment: string | undefined,
): Promise<PreviewSight> {
  if (maySeeRaw(actor, "raw-values:look")) return "raw";
  return (await isApproved(services, module, document, environment)) ? "approved" : "hidden-by-rule";
}

const insteadSchema = z.strictObject({
  column: z.string().min(1).max(200),
  rule: z.strictObject({
    rule: z.string().min(1).max(100),
    with: z.record(z.string(), z.json()).optional(),
  }),
});

/** The document as it would be with another rule for one column; who may see its values is asked of that document. */
function withRule(
  document: unknown,
  table: string,
  { column, rule: { rule, with: given } }: z.infer<typeof insteadSchema>,
): Json {
  const json = z.json().parse(document);
  const use = { rule, ...(given ? { with: given } : {}) };
  const isKey = readDraft(json)
    .tables.find(({ name }) => name === table)
    ?.primaryKey.includes(column);
  const edit = isKey ? setKeyStrategy([table], use) : setAnonymization([{ table, column }], use);
  return edit.apply(json);
}

const firstSafe = previewStageIds.indexOf("anonymize");

/** Shows a table as a stage leaves it, on a sample, under keys that are thrown away; every look is in the audit. */
export const previewTable = defineOperation({
  id: "preview-table",
  title: { en: "Preview a table", ru: "Предпросмотр таблицы" },
  permission: "previews:read",
  input: z.strictObject({
    module: slugSchema,
    /** The draft where it is absent. */
    revision: z.coerce.number().int().positive().optional(),
    /** Where its sources are read; absent: as the document is written. */
    environment: slugSchema.optional(),
    table: z.string().min(1).max(200),
    stage: previewStageSchema.default("protect"),
    compare: previewCompareSchema.default("stage"),
    sample: sampleSchema.prefault({ kind: "first" }),
    /** A rule to try on a column, which no document has yet. */
    instead: insteadSchema.optional(),
    /** Only rows that met one of these; the figures stay those of the whole sample. */
    fates: z.array(z.enum(rowFateIds)).min(1).optional(),
    offset: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    /** The preparation of Python that an earlier attempt was told of (`python-preparing`): its failure is answered. */
    waitedFor: z.uuid().optional(),
  }),
  output: previewSchema,
  // The key that is looked for is raw data: the audit holds that one was.
  audit: ({ module, table, stage, sample, revision, environment, instead }) => ({
    kind: "module",
    name: module,
    detail: {
      table,
      stage,
      sample: sample.kind,
      rows: sample.rows,
      revision: revision ?? "draft",
      ...inEnvironment(environment),
      ...(instead ? { column: instead.column, rule: instead.rule.rule } : {}),
    },
  }),
  run: async (
    { services, actor },
    { module, revision, environment, table, stage, sample, instead, waitedFor, ...page },
  ) => {
    const kept = await documentOf(services, module, revision);
    const written = instead ? withRule(kept, table, instead) : kept;
    const sight = await sightOf(services, actor, module, written, environment);
    if (sight !== "raw") {
      if (previewStageIds.indexOf(stage) < firstSafe) throw new AppError("preview-raw");
      if (sample.kind === "key" || sample.kind === "failing" || sample.kind === "stratified")
        throw new AppError("preview-sample-raw");
    }
    const where = { module, environment };
    const { sources, ...looked } = await lookRequest({ services, actor }, where, written);
    const request = { ...looked, table, stage, sample, sight, ...page };
    const session = lookSession(actor, where);
    return { ...(await services.previews.preview(session, request, sources, waitedFor)), environment };
  },
});
