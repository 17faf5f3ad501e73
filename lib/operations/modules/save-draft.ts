import { z } from "zod";
import { savedDraftSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { documentInput } from "./create-module.ts";
import { keepDraft, savedDraft } from "./keep-draft.ts";
import { protectValues } from "./module-values.ts";

const named = z.object({ name: z.string() });

/** Keeps the working copy, half-finished ones too, with values of classed columns encrypted beside it; refused where somebody saved since it was opened. */
export const saveDraft = defineOperation({
  id: "save-draft",
  title: { en: "Save a draft", ru: "Сохранить черновик" },
  permission: "modules:edit",
  input: z.strictObject({ module: slugSchema, document: documentInput, etag: z.number().int().positive() }),
  output: savedDraftSchema,
  audit: ({ module, etag }) => ({ kind: "module", name: module, detail: { etag } }),
  run: async ({ services, actor }, { module, document, etag }) => {
    // A document under another name would become revisions of a module it is not.
    const name = named.safeParse(document).data?.name;
    if (name !== undefined && name !== module)
      throw new AppError("request-invalid", { detail: "document/name" });
    const { userId } = actor;
    const kept = protectValues(services.masterKey, { module, userId }, document);
    const saved = await keepDraft(services, { module, etag, userId }, kept);
    return {
      ...(await savedDraft(services, module, saved, kept)),
      document: kept.moved === 0 ? undefined : kept.document,
    };
  },
});
