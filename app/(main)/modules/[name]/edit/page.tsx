import { getLocale } from "next-intl/server";
import { getModule } from "#lib/operations/server";
import { load, session } from "#lib/web/server";
import { EditorPage } from "../../../../../components/editor/frame/editor-page.tsx";
import { MantineFrame } from "../../../../../components/theme/mantine-frame.tsx";
import { LoadFailure } from "../../../../../components/ui/load-failure.tsx";
import * as actions from "../../../../modules/actions.ts";
import { getRunAction } from "../../../../runs/actions.ts";
import { introspectSourceAction, listSourcesAction } from "../../../../sources/actions.ts";
import { listStoresAction } from "../../../../stores/actions.ts";

type Props = { params: Promise<{ name: string }> };
export const generateMetadata = async (props: Props) => ({ title: (await props.params).name });

export default async function Page({ params }: Props) {
  const input = { name: (await params).name, locale: await getLocale() };
  const [who, module] = await Promise.all([session(), load(getModule, input)]);
  if (!module.ok) return <LoadFailure error={module.error} />;
  return (
    <MantineFrame>
      <EditorPage
        module={module.value}
        session={who}
        actions={{
          saveDraft: actions.saveDraftAction,
          reportPresence: actions.reportPresenceAction,
          listCheckpoints: actions.listCheckpointsAction,
          saveCheckpoint: actions.saveCheckpointAction,
          getCheckpoint: actions.getCheckpointAction,
          getDraft: actions.getDraftAction,
          getRevision: actions.getRevisionAction,
          listSources: listSourcesAction,
          listStores: listStoresAction,
          introspectSource: introspectSourceAction,
          saveRevision: actions.saveRevisionAction,
          diffRevisions: actions.diffRevisionsAction,
          previewTable: actions.previewTableAction,
          requestReview: actions.requestReviewAction,
          startRun: actions.startRunAction,
          suggestClasses: actions.suggestClassesAction,
          proposeMerges: actions.proposeMergesAction,
          saveMerges: actions.saveMergesAction,
          getRun: getRunAction,
          proposeColumns: actions.proposeColumnsAction,
          proposeModule: actions.proposeModuleAction,
        }}
      />
    </MantineFrame>
  );
}
