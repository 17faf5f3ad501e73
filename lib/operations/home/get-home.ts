import { z } from "zod";
import { can } from "#lib/access";
import { homeViewSchema, type ModuleSummary } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import type { Services } from "../core/services.ts";
import { moduleSummary } from "../modules/module-summary.ts";
import { openReviews } from "../reviews/open-reviews.ts";
import { runViews } from "../views/run-view.ts";
import { versionViews } from "../views/version-view.ts";

const shown = 10;
const alertsShown = 50;

/** Newest versions of modules that somebody made or edited last, where a version that they are made from was withdrawn. */
async function flaggedVersions({ db }: Services, userId: string, modules: readonly ModuleSummary[]) {
  const own = modules.filter(({ createdBy, draftUpdatedBy }) =>
    [createdBy?.id, draftUpdatedBy?.id].includes(userId),
  );
  const newest = await Promise.all(own.map(({ name }) => versionViews(db, { module: name, limit: 1 })));
  return newest.flat().filter((version) => version.madeFromWithdrawn && !version.withdrawn);
}

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
    const versions = may("versions:read") ? await versionViews(db, { limit: shown }) : [];
    return {
      reviews: may("reviews:decide") ? await openReviews(db) : [],
      drafts: may("modules:edit")
        ? summaries.filter((one) => one.draftAhead).sort((a, b) => isOwn(b) - isOwn(a))
        : [],
      changesRequested: may("modules:edit")
        ? summaries.filter((one) => one.state === "changes-requested")
        : [],
      failedRuns: await runViews(db, failed),
      alerts: (await db.alerts.unread(actor.userId, alertsShown)).map((one) => ({
        ...one,
        plannedAt: one.plannedAt.toISOString(),
        at: one.at.toISOString(),
        reason: one.reason && {
          code: one.reason.code,
          params: { ...one.reason.params },
          place: one.reason.place,
        },
      })),
      recentRuns: runs,
      recentVersions: versions,
      flaggedVersions: may("modules:edit") ? await flaggedVersions(services, actor.userId, summaries) : [],
    };
  },
});
