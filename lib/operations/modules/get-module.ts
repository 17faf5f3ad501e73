import { z } from "zod";
import { moduleDetailSchema, slugSchema } from "#lib/contracts";
import { documentJsonSchema } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { reviewView } from "../reviews/review-view.ts";
import { runViews } from "../views/run-view.ts";
import { versionViews } from "../views/version-view.ts";
import { readDocument } from "./check-document.ts";
import { draftView } from "./draft-view.ts";
import { moduleSummary } from "./module-summary.ts";
import { revisionViews } from "./revision-views.ts";

/** Everything the page of a module shows. */
export const getModule = defineOperation({
  id: "get-module",
  title: { en: "See a module", ru: "Просмотр модуля" },
  permission: "modules:read",
  input: z.strictObject({
    name: slugSchema,
    locale: z.enum(["en", "ru"]).default("en"),
    /** Where its review and its state are looked at; absent: as the document is written. */
    environment: slugSchema.optional(),
  }),
  output: moduleDetailSchema,
  run: async ({ services, actor }, { name, locale, environment }) => {
    const { db } = services;
    const module = found(await db.modules.get(name), "module", name);
    const draft = found(await db.drafts.get(name), "draft", name);
    const newest = await db.revisions.latest(name);
    return {
      summary: await moduleSummary(services, module, { environment }),
      description: readDocument(draft.document)?.description ?? "",
      environments: (await db.environments.list()).map((one) => ({ name: one.name, title: one.title })),
      parameters: [...(readDocument(newest?.document)?.parameters ?? [])],
      draft: await draftView(services, name, draft),
      revisions: await revisionViews(db, await db.revisions.list(name)),
      review: newest === undefined ? undefined : await reviewView(services, actor, name, newest, environment),
      runs: await runViews(db, await db.runs.list({ module: name, limit: 50 })),
      versions: await versionViews(db, { module: name, limit: 100 }),
      jsonSchema: { ...documentJsonSchema(locale) },
    };
  },
});
