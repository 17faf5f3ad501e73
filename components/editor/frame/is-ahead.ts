import type { Editor } from "../store/editor-context.tsx";

/** Whether the draft says more than the newest revision, as far as this browser knows. */
export const isAheadOfRevision = ({ state, module }: Pick<Editor, "state" | "module">): boolean =>
  module.summary.draftAhead || state.session.synced.etag !== module.draft.etag || state.save !== "saved";
