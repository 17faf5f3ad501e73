import { z } from "zod";
import { revisionDiffSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { revisionOf } from "../reviews/revision-of.ts";
import { compareDocuments, documentText } from "./compare-documents.ts";

const sideSchema = z.union([z.number().int().positive(), z.literal("draft")]);

async function documentOf(
  services: Services,
  module: string,
  side: z.infer<typeof sideSchema>,
): Promise<unknown> {
  if (side === "draft") return found(await services.db.drafts.get(module), "module", module).document;
  return (await revisionOf(services, { module, revision: side })).document;
}

/** What changed in meaning between two revisions, or between one and the draft. */
export const diffRevisions = defineOperation({
  id: "diff-revisions",
  title: { en: "Compare two revisions", ru: "Сравнить ревизии" },
  permission: "modules:read",
  input: z.strictObject({ module: slugSchema, from: sideSchema, to: sideSchema }),
  output: revisionDiffSchema,
  run: async ({ services }, { module, from, to }) => {
    const before = await documentOf(services, module, from);
    const after = await documentOf(services, module, to);
    return {
      module,
      from,
      to,
      changes: compareDocuments(before, after),
      fromText: documentText(before),
      toText: documentText(after),
    };
  },
});
