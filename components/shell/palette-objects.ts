import { z } from "zod";
import { can, type Role } from "#lib/access";
import {
  helpLinkSchema,
  moduleSummarySchema,
  type RunSummary,
  runSummarySchema,
  versionSummarySchema,
} from "#lib/contracts";
import type { Locale } from "#lib/kernel";

/** Something ⌘K can lead to. */
export interface PaletteObject {
  readonly kind: "module" | "version" | "run" | "help";
  readonly label: string;
  readonly detail?: string;
  readonly href: string;
}

const newestVersions = 200;
const newestRuns = 100;

/** What `path` lists; nothing where the server does not answer: pages and actions are found without it. */
async function list<Item>(path: string, item: z.ZodType<Item>): Promise<readonly Item[]> {
  const answer = await fetch(path).catch(() => undefined);
  return answer?.ok ? (z.array(item).safeParse(await answer.json()).data ?? []) : [];
}

/** Modules and published versions that this person may see, and Help; asked for when the palette opens, not with every page. */
export async function loadPaletteObjects(
  role: Role,
  locale: Locale,
  words: { readonly run: (run: RunSummary) => string },
): Promise<readonly PaletteObject[]> {
  const [modules, versions, runs, help] = await Promise.all([
    can(role, "modules:read") ? list("/api/modules", moduleSummarySchema) : [],
    can(role, "versions:read") ? list(`/api/versions?limit=${newestVersions}`, versionSummarySchema) : [],
    can(role, "runs:read") ? list(`/api/runs?limit=${newestRuns}`, runSummarySchema) : [],
    list(`/api/help?locale=${locale}`, helpLinkSchema),
  ]);
  return [
    ...modules.map((one) => ({
      kind: "module" as const,
      label: one.title || one.name,
      detail: one.name,
      href: `/modules/${one.name}`,
    })),
    ...versions.map((one) => ({
      kind: "version" as const,
      label: `${one.module} v${one.number}`,
      href: `/modules/${one.module}/versions/${one.number}`,
    })),
    ...runs.map((one) => ({
      kind: "run" as const,
      label: `${one.module} ${one.id.slice(0, 8)}`,
      detail: words.run(one),
      href: `/runs/${one.id}`,
    })),
    ...help.map((one) => ({
      kind: "help" as const,
      label: one.title,
      detail: [one.id === one.title ? undefined : one.id, one.group]
        .filter((part) => part !== undefined && part !== one.title)
        .join(" · "),
      href: one.href,
    })),
  ];
}
