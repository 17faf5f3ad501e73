import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listDomains, listModules } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { KeysPage } from "../../../components/keys/keys-page.tsx";
import { LoadFailure } from "../../../components/ui/load-failure.tsx";
import {
  admitModuleAction,
  destroyKeyAction,
  dismissModuleAction,
  reIdentifyAction,
  rotateKeyAction,
} from "../../keys/actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("page.keys") };
}

export default async function Page() {
  const [who, domains, modules] = await Promise.all([
    session(),
    load(listDomains, {}),
    load(listModules, {}),
  ]);
  if (!domains.ok) return <LoadFailure error={domains.error} />;
  const actions = {
    admit: admitModuleAction,
    dismiss: dismissModuleAction,
    rotate: rotateKeyAction,
    destroy: destroyKeyAction,
    reIdentify: reIdentifyAction,
  };
  const names = modules.ok ? modules.value.map(({ name }) => name) : [];
  const may = {
    manage: can(who.user.role, "domains:manage"),
    reIdentify: can(who.user.role, "values:re-identify"),
  };
  return <KeysPage domains={domains.value} modules={names} may={may} actions={actions} />;
}
