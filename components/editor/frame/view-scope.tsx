"use client";

import { useScope } from "../../shell/keys/scopes.ts";

/** Says which view's shortcuts `?` lists; the canvas says it by itself, as it may be empty. */
export function ViewScope({ view }: { view: "columns" | "text" }) {
  useScope(view);
  return null;
}
