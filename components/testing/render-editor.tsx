import type { Role } from "#lib/access";
import type { Diagnostic, EnvironmentChoice } from "#lib/contracts";
import type { Json } from "#lib/drafting";
import { err, type Locale } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { EditorProvider, type Shared } from "../editor/store/editor-context.tsx";
import { createEditorStore } from "../editor/store/editor-store.ts";
import { createLocking, type Locking } from "../editor/store/locking.ts";
import { module, sessionOf } from "./fixtures.ts";
import { renderPage } from "./render-page.tsx";

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);

/** Actions of an editor that nobody answers. */
const actions: Shared["actions"] = {
  saveDraft: refuse,
  getRun: refuse,
  lockPackages: refuse,
  getPackageLocking: refuse,
  lookAtPreviewOutput: refuse,
  proposeColumns: refuse,
  proposeModule: refuse,
  reportPresence: refuse,
  listCheckpoints: refuse,
  saveCheckpoint: refuse,
  getCheckpoint: refuse,
  diffRevisions: refuse,
  findObstacle: refuse,
  getDraft: refuse,
  getRevision: refuse,
  listReadableSources: refuse,
  listStores: refuse,
  introspectSource: refuse,
  saveRevision: refuse,
  previewTable: refuse,
  suggestClasses: refuse,
  requestReview: refuse,
  startRun: refuse,
  proposeMerges: refuse,
  saveMerges: refuse,
};

/** A part of the editor as the server draws it, over a draft. */
export function renderEditor(
  content: React.ReactNode,
  {
    document,
    locale,
    role = "data-engineer",
    mayEdit = true,
    search = "",
    diagnostics = [],
    environments = [],
    locking,
  }: {
    readonly document: Json;
    readonly locale: Locale;
    readonly role?: Role;
    readonly mayEdit?: boolean;
    readonly search?: string;
    readonly diagnostics?: readonly Diagnostic[];
    readonly environments?: readonly EnvironmentChoice[];
    readonly locking?: Locking;
  },
): Promise<string> {
  const store = createEditorStore({
    synced: { document, etag: 1 },
    savedAt: module.draft.updatedAt,
    diagnostics,
  });
  const shared: Shared = {
    store,
    module: { ...module, environments: [...environments] },
    actions,
    session: sessionOf(role),
    mayEdit,
    flush: async () => true,
    refresh: async () => true,
    locking: locking ?? createLocking({ module: module.summary.name, store, actions }),
    others: [],
  };
  return renderPage(<EditorProvider shared={shared}>{content}</EditorProvider>, {
    locale,
    messages: messages[locale],
    search,
  });
}
