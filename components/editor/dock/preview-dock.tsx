"use client";

import { useMemo } from "react";
import { useEnvironment } from "../../environments/use-environment.ts";
import PreviewTab from "../../preview/preview-tab.tsx";
import { previewStageOf, useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";

/**
 * The draft as the server has it, stage by stage, on a sample of rows; looked at again after each save. It shows the table,
 * stage and column that are chosen in whichever view is open.
 */
export default function PreviewDock() {
  const { module, document, draft, state, session, actions } = useEditor();
  const { selection, select } = useSelection();
  const [environment] = useEnvironment();
  const { etag } = state.session.synced;
  const shown = useMemo(
    () => ({ ...module, draft: { ...module.draft, document, etag } }),
    [module, document, etag],
  );
  const { table, column, stage } = selection ?? {};
  const from = draft.tables
    .find(({ name }) => name === table)
    ?.columns.find(({ name }) => name === column)?.from;
  return (
    <PreviewTab
      isFilling
      module={shown}
      session={session}
      previewTable={actions.previewTable}
      environment={environment}
      followed={{ table, column, from, stage: previewStageOf(stage) }}
      choose={(of, name) => select({ table: of, column: name })}
    />
  );
}
