import { getTranslations } from "next-intl/server";
import { can } from "#lib/access";
import { listTriggers } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { TriggerPage } from "../../../../../components/triggers/trigger-page.tsx";
import { LoadFailure } from "../../../../../components/ui/load-failure.tsx";
import * as actions from "../../../../triggers/actions.ts";

type Props = { params: Promise<{ name: string }> };

export const generateMetadata = async (props: Props) => {
  const t = await getTranslations("triggers");
  return { title: t("title", { module: (await props.params).name }) };
};

export default async function Page({ params }: Props) {
  const { name } = await params;
  const [who, page] = await Promise.all([session(), load(listTriggers, { module: name })]);
  if (!page.ok) return <LoadFailure error={page.error} />;
  return (
    <TriggerPage
      page={page.value}
      mayEdit={can(who.user.role, "triggers:edit") && !page.value.module.archived}
      actions={{
        save: actions.saveTriggerAction,
        pause: actions.pauseTriggerAction,
        remove: actions.removeTriggerAction,
        renewToken: actions.renewHookTokenAction,
        renewSecret: actions.renewSigningSecretAction,
      }}
    />
  );
}
