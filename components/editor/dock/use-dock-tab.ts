import { parseAsStringLiteral, useQueryState } from "nuqs";

export const dockTabIds = ["preview", "problems", "steps", "checkpoints"] as const;
export type DockTabId = (typeof dockTabIds)[number];

/** Which tab of the dock is shown, in the address. */
export const useDockTab = () =>
  useQueryState(
    "dock",
    parseAsStringLiteral(dockTabIds).withDefault("problems").withOptions({ history: "replace" }),
  );
