"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useEffect } from "react";
import { NoticesCorner } from "../ui/notices-corner.tsx";
import { followSystemScheme } from "./color-scheme.ts";

/** What every page stands in: address state, notices, the colour scheme. Editors add `MantineFrame`. */
export function Providers({ children }: { children: ReactNode }) {
  useEffect(followSystemScheme, []);
  return (
    <>
      <NuqsAdapter>{children}</NuqsAdapter>
      <NoticesCorner />
    </>
  );
}
