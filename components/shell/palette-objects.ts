import { z } from "zod";
import { can, type Role } from "#lib/access";
import { moduleSummarySchema, versionSummarySchema } from "#lib/contracts";

/** Something ⌘K can lead to. */
export interface PaletteObject {
  readonly kind: "module" | "version";
  readonly label: string;
  readonly detail?: string;
  readonly href: string;
}

const newestVersions = 200;

/** What `path` lists; nothing where the server does not answer: pages and actions are found without it. */
async function list<Item>(path: string, item: z.ZodType<Item>): Promise<readonly Item[]> {
  const answer = await fetch(path).catch(() => undefined);
  return answer?.ok ? (z.array(item).safeParse(await answer.json()).data ?? []) : [];
}

/** Modules and published versions that this person may see; asked for when the palette opens, not with every page. */
export async function loadPaletteObjects(role: Role): Promise<readonly PaletteObject[]> {
  const [modules, versions] = await Promise.all([
    can(role, "modules:read") ? list("/api/modules", moduleSummarySchema) : [],
    can(role, "versions:read") ? list(`/api/versions?limit=${newestVersions}`, versionSummarySchema) : [],
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
  ];
}
