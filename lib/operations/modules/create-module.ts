import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { referencePlaces } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { protectValues } from "./module-values.ts";
import { assertWholeTexts } from "./whole-texts.ts";

/** A document is never larger than this; a module of 1,500 columns takes about a megabyte. */
export const documentInput = z
  .json()
  .refine((document) => JSON.stringify(document).length <= 8_000_000, { message: "too large" });

const titled = z.object({ name: slugSchema, title: z.string().max(200).optional() });

/** Makes a module from a document, half-finished ones too; its name is the document's and never changes. */
export const createModule = defineOperation({
  id: "create-module",
  title: { en: "Create a module", ru: "Создать модуль" },
  permission: "modules:edit",
  input: z.strictObject({ document: documentInput }),
  output: z.object({ name: z.string() }),
  audit: ({ document }) => ({ kind: "module", name: titled.safeParse(document).data?.name ?? "unnamed" }),
  run: async ({ services, actor }, { document }) => {
    const parsed = titled.safeParse(document);
    if (!parsed.success) throw new AppError("request-invalid", { detail: "document/name" });
    const { name, title } = parsed.data;
    // A new module has no artefacts yet: values that a document refers to are somewhere else.
    const [absent] = referencePlaces(document);
    if (absent) throw new AppError("artefact-missing", { path: absent.path.join("/") });
    const { userId } = actor;
    const kept = protectValues(services.masterKey, { module: name, userId }, document);
    assertWholeTexts(kept.document);
    await services.db.transaction(async (tx) => {
      await tx.modules.create({ name, title, document: kept.document, createdBy: userId });
      await tx.artefacts.keep(name, kept);
    });
    return { name };
  },
});
