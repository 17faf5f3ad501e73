"use client";

import { useEffect, useState } from "react";
import { type FoundColumn, foundColumnsSchema } from "#lib/contracts";
import type { PaletteQuery } from "./palette-query.ts";

/** Whoever types on is not asked for. */
const typingPause = 180;
/** Fewer letters fit everything; after `c:` one is enough. */
const leastLetters = 2;

/** Columns of all modules that a query finds; what was found before stays until the next answer. */
export function useFoundColumns({ kind, text }: PaletteQuery): readonly FoundColumn[] {
  const isAsked = kind === "column" ? text.length > 0 : kind === undefined && text.length >= leastLetters;
  const [found, setFound] = useState<readonly FoundColumn[]>([]);
  useEffect(() => {
    if (!isAsked) return;
    const stop = new AbortController();
    const timer = window.setTimeout(async () => {
      const query = new URLSearchParams({ query: text });
      const answer = await fetch(`/api/columns?${query}`, { signal: stop.signal }).catch(() => undefined);
      if (!answer?.ok) return;
      const { data } = foundColumnsSchema.safeParse(await answer.json().catch(() => undefined));
      if (data && !stop.signal.aborted) setFound(data.columns);
    }, typingPause);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [isAsked, text]);
  return isAsked ? found : [];
}

/** Where a found column is looked at: in its draft's grid, or in its version. */
export function columnAddress({ module, version, table, column }: FoundColumn): string {
  if (version !== undefined) {
    const query = new URLSearchParams({ tab: "columns", table });
    return `/modules/${module}/versions/${version}?${query}`;
  }
  const node = [table, column].map(encodeURIComponent).join("/");
  return `/modules/${module}/edit?${new URLSearchParams({ view: "columns", node })}`;
}
