import type { ReactNode } from "react";
import { getHome } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { Shell } from "../../components/shell/shell.tsx";

export default async function MainLayout({ children }: { children: ReactNode }) {
  const who = await session();
  const home = await load(getHome, {});
  return (
    <Shell
      user={{ ...who.user, impersonated: who.impersonatedBy !== undefined }}
      waiting={
        home.ok
          ? home.value.reviews.length + home.value.changesRequested.length + home.value.alerts.length
          : 0
      }
    >
      {children}
    </Shell>
  );
}
