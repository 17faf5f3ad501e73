"use client";

import { useEffect, useMemo, useState } from "react";
import { can } from "#lib/access";
import type { ModuleDetail, SessionView } from "#lib/contracts";
import type { Json } from "#lib/drafting";
import type { EditorActions } from "../store/editor-actions.ts";
import { EditorProvider } from "../store/editor-context.tsx";
import { editorRoutes, type ServerActions } from "../store/editor-routes.ts";
import { createEditorStore } from "../store/editor-store.ts";
import { createLocking } from "../store/locking.ts";
import { usePresence } from "../store/use-presence.ts";
import { useSync } from "../store/use-sync.ts";
import { EditorFrame } from "./editor-frame.tsx";

/** A module's draft in all its views, saved by itself, together with whoever else edits it. */
export function EditorPage({
  module,
  actions: serverActions,
  session,
}: {
  module: ModuleDetail;
  actions: ServerActions;
  session: SessionView;
}) {
  const { draft, summary } = module;
  const actions = useMemo<EditorActions>(() => ({ ...serverActions, ...editorRoutes }), [serverActions]);
  const [store] = useState(() =>
    createEditorStore({
      // A draft is JSON by its column; its view calls it unknown.
      synced: { document: draft.document as Json, etag: draft.etag },
      savedAt: draft.updatedAt,
      diagnostics: draft.diagnostics,
    }),
  );
  const mayEdit = can(session.user.role, "modules:edit") && summary.archivedAt === undefined;
  const { flush, refresh } = useSync(summary.name, store, actions, mayEdit);
  // The page is drawn again after a revision or a restored one: its draft may be newer than this editor's.
  useEffect(() => {
    if (draft.etag > store.get().session.synced.etag) void refresh();
  }, [draft.etag, refresh, store]);
  const [locking] = useState(() => createLocking({ module: summary.name, store, actions }));
  useEffect(() => {
    if (mayEdit) void locking.resume();
    return locking.stop;
  }, [locking, mayEdit]);
  const others = usePresence({
    module: summary.name,
    store,
    actions,
    refresh,
    mayEdit,
    newestRun: module.runs[0],
  });
  const shared = useMemo(
    () => ({ store, module, actions, session, mayEdit, flush, refresh, locking, others }),
    [store, module, actions, session, mayEdit, flush, refresh, locking, others],
  );
  return (
    <EditorProvider shared={shared}>
      <EditorFrame />
    </EditorProvider>
  );
}
