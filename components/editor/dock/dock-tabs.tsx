"use client";

import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import { Skeleton } from "../../ui/skeleton.tsx";
import { CheckpointsDock } from "./checkpoints-dock.tsx";
import { ProblemsDock } from "./problems-dock.tsx";
import { StepsDock } from "./steps-dock.tsx";
import type { DockTabId } from "./use-dock-tab.ts";

/** What the dock can show, each loaded or drawn when it is chosen. */
export const dockTabs: Readonly<Record<DockTabId, ComponentType>> = {
  preview: dynamic(() => import("./preview-dock.tsx"), {
    ssr: false,
    loading: () => <Skeleton height={160} />,
  }),
  problems: ProblemsDock,
  steps: StepsDock,
  checkpoints: CheckpointsDock,
};
