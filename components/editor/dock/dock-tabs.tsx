"use client";

import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import { Skeleton } from "../../ui/skeleton.tsx";
import { CheckpointsDock } from "./checkpoints-dock.tsx";
import { ProblemsDock } from "./problems-dock.tsx";
import { StepsDock } from "./steps-dock.tsx";
import type { DockTabId } from "./use-dock-tab.ts";

interface DockTab {
  readonly Content: ComponentType;
  /** It scrolls itself, from edge to edge. */
  readonly isFilling?: boolean;
}

/** What the dock can show, each loaded or drawn when it is chosen. */
export const dockTabs: Readonly<Record<DockTabId, DockTab>> = {
  preview: {
    Content: dynamic(() => import("./preview-dock.tsx"), {
      ssr: false,
      loading: () => <Skeleton height="100%" />,
    }),
    isFilling: true,
  },
  problems: { Content: ProblemsDock },
  steps: { Content: StepsDock },
  checkpoints: { Content: CheckpointsDock },
};
