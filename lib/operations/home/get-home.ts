import { z } from "zod";
import { can } from "#lib/access";
import { homeViewSchema, type ModuleSummary } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { moduleSummary } from "../modules/module-summary.ts";
import { openReviews } from "../reviews/open-reviews.ts";
import { runViews } from "../views/run-view.ts";
import { versionViews } from "../views/version-view.ts";

const shown = 10;

/** What needs the person who looks, and what happened lately: each part only where their role may see it. */
export const getHome = defineOperation({
  id: "get-home",
  title: { en: "See what needs you", ru: "Что требует внимания" },
  permission: "signed-in",
  input: z.strictObject({}),
  output: homeViewSchema,
  run: async ({ services, actor }) => {
    const { db } = services;
    const may = (permission: Parameters<typeof can>[1]) => can(actor.role, permission);
    const summaries: ModuleSummary[] = [];
    if (may("modules:read"))
      for (const module of await db.modules.list()) summaries.push(await moduleSummary(services, module));
    const runs = may("runs:read") ? await runViews(db, await db.runs.list({ limit: shown })) : [];
    const failed = may("runs:start") ? await db.runs.list({ states: ["failed"], limit: 5 }) : [];
    const isOwn = (summary: ModuleSummary) => Number(summary.draftUpdatedBy?.id === actor.userId);
    return {
      reviews: may("reviews:decide") ? await openReviews(db) : [],
      drafts: may("modules:edit")
        ? summaries.filter((one) => one.draftAhead).sort((a, b) => isOwn(b) - isOwn(a))
        : [],
      changesRequested: may("modules:edit")
        ? summaries.filter((one) => one.state === "changes-requested")
        : [],
      failedRuns: await runViews(db, failed),
      recentRuns: runs,
      recentVersions: may("versions:read") ? await versionViews(db, { limit: shown }) : [],
    };
  },
});
