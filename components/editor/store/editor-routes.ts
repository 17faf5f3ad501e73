import { askRoute } from "../../ui/ask-route.ts";
import type { EditorActions } from "./editor-actions.ts";

type Asked =
  | "saveDraft"
  | "getDraft"
  | "previewTable"
  | "reportPresence"
  | "lockPackages"
  | "getPackageLocking";

/** What the editor asks for without waiting for what it asked before: saves, looks at the data and presence cross freely. */
export const editorRoutes: Pick<EditorActions, Asked> = {
  saveDraft: ({ module, ...body }) => askRoute("PUT", ["api", "modules", module, "draft"], body),
  getDraft: ({ module }) => askRoute("GET", ["api", "modules", module, "draft"]),
  previewTable: ({ module, ...body }) => askRoute("POST", ["api", "modules", module, "preview"], body),
  reportPresence: ({ module, ...body }) => askRoute("POST", ["api", "modules", module, "presence"], body),
  lockPackages: ({ module, ...body }) => askRoute("POST", ["api", "modules", module, "lock-packages"], body),
  getPackageLocking: ({ module }) => askRoute("GET", ["api", "modules", module, "lock-packages"]),
};

/** What it asks for by actions of the server. */
export type ServerActions = Omit<EditorActions, Asked>;
