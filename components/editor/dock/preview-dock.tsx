"use client";

import { useMemo } from "react";
import PreviewTab from "../../preview/preview-tab.tsx";
import { useEditor } from "../store/editor-context.tsx";

/** The draft as the server has it, stage by stage, on a sample of rows; looked at again after each save. */
export default function PreviewDock() {
  const { module, document, state, session, actions } = useEditor();
  const { etag } = state.session.synced;
  const shown = useMemo(
    () => ({ ...module, draft: { ...module.draft, document, etag } }),
    [module, document, etag],
  );
  return <PreviewTab module={shown} session={session} previewTable={actions.previewTable} />;
}
