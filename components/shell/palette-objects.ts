import type { ModuleSummary, VersionSummary } from "#lib/contracts";
import type { PaletteObject } from "./command-palette.tsx";

/** What ⌘K finds beside pages: modules and published versions this person may see. */
export const paletteObjects = (
  modules: readonly ModuleSummary[],
  versions: readonly VersionSummary[],
): readonly PaletteObject[] => [
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
