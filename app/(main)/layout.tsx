import type { ReactNode } from "react";
import { getHome, listModules, listVersions } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { paletteObjects } from "../../components/shell/palette-objects.ts";
import { Shell } from "../../components/shell/shell.tsx";

export default async function MainLayout({ children }: { children: ReactNode }) {
  const who = await session();
  const [home, modules, versions] = await Promise.all([
    load(getHome, {}),
    load(listModules, {}),
    load(listVersions, { limit: 200 }),
  ]);
  return (
    <Shell
      user={{ ...who.user, impersonated: who.impersonatedBy !== undefined }}
      waiting={home.ok ? home.value.reviews.length + home.value.changesRequested.length : 0}
      objects={paletteObjects(modules.ok ? modules.value : [], versions.ok ? versions.value : [])}
    >
      {children}
    </Shell>
  );
}
