import { getLocale } from "next-intl/server";
import { getModule } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { ModulePage } from "../../../../components/modules/module-page.tsx";
import { MantineFrame } from "../../../../components/theme/mantine-frame.tsx";
import { LoadFailure } from "../../../../components/ui/load-failure.tsx";
import * as actions from "../../../modules/actions.ts";

type Props = { params: Promise<{ name: string }>; searchParams: Promise<{ environment?: string }> };
export const generateMetadata = async (props: Pick<Props, "params">) => ({
  title: (await props.params).name,
});

export default async function Page({ params, searchParams }: Props) {
  const { environment } = await searchParams;
  const input = { name: (await params).name, locale: await getLocale(), environment };
  const [who, module] = await Promise.all([session(), load(getModule, input)]);
  if (!module.ok) return <LoadFailure error={module.error} />;
  return (
    <MantineFrame>
      <ModulePage
        module={module.value}
        session={who}
        actions={{
          restoreRevision: actions.restoreRevisionAction,
          diffRevisions: actions.diffRevisionsAction,
          previewTable: actions.previewTableAction,
          requestReview: actions.requestReviewAction,
          approveRevision: actions.approveRevisionAction,
          requestChanges: actions.requestChangesAction,
          startRun: actions.startRunAction,
          readArtefact: actions.readArtefactAction,
          proposeMerges: actions.proposeMergesAction,
          saveMerges: actions.saveMergesAction,
          archiveModule: actions.archiveModuleAction,
        }}
      />
    </MantineFrame>
  );
}
