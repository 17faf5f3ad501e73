"use client";

import { IconCode, IconColumns3, IconSitemap } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { ViewId } from "./selection.ts";

const loading = () => <Skeleton height={420} />;

interface View {
  readonly icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
  readonly Content: ComponentType;
}

/** The views of a draft: all show the same document and the same selection. Each is loaded when first looked at. */
export const views: Readonly<Record<ViewId, View>> = {
  canvas: {
    icon: IconSitemap,
    Content: dynamic(() => import("../canvas/canvas-view.tsx"), { ssr: false, loading }),
  },
  columns: {
    icon: IconColumns3,
    Content: dynamic(() => import("../columns/columns-view.tsx"), { ssr: false, loading }),
  },
  text: { icon: IconCode, Content: dynamic(() => import("../text/text-view.tsx"), { ssr: false, loading }) },
};
