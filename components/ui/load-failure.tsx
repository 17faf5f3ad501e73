"use client";

import { ErrorState } from "./error-state.tsx";
import type { AnyError } from "./known-error.ts";
import pageClasses from "./page.module.css";
import { ForbiddenState } from "./state.tsx";

/** A page whose data could not be had: forbidden, or what went wrong. */
export function LoadFailure({ error }: { error: AnyError }) {
  return (
    <div className={pageClasses.page}>
      {error.code === "permission-missing" ? <ForbiddenState /> : <ErrorState error={error} isWholePage />}
    </div>
  );
}
