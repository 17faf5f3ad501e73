"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ErrorData, Result } from "#lib/kernel";
import type { Editor } from "../store/editor-context.tsx";
import { isAheadOfRevision } from "./is-ahead.ts";

/** The revision that a draft was kept as; another etag is another draft. */
export interface Kept {
  readonly etag: number;
  readonly revision: number;
}

type Next<Output> = (revision: number) => Promise<Result<Output, ErrorData>>;

/**
 * Keeps a draft as a revision, then does with it what is wanted. Where that fails and is asked for again, the revision that is
 * there is taken: kept once more, the two would be the same.
 */
export async function keepThen<Output>(
  save: Editor["actions"]["saveRevision"],
  draft: { readonly module: string; readonly etag: number; readonly message: string },
  { kept, onKept }: { readonly kept: Kept | undefined; readonly onKept: (kept: Kept) => void },
  next: Next<Output>,
): Promise<Result<Output, ErrorData>> {
  if (kept?.etag === draft.etag) return next(kept.revision);
  const saved = await save({ ...draft });
  if (!saved.ok) return saved;
  onKept({ etag: draft.etag, revision: saved.value.revision });
  return next(saved.value.revision);
}

/**
 * Keeps the draft at most once for whoever asks. Where what comes next fails, the page is asked for anew, for the revision is there;
 * where it succeeds, that is for who asked.
 */
export function useKeptRevision(editor: Pick<Editor, "name" | "actions" | "state" | "module">) {
  const { name, actions, module } = editor;
  const router = useRouter();
  const [kept, setKept] = useState<Kept>();
  // Of a draft that says no more than it, the newest revision is the one that was kept, whatever its etag has become by that.
  const same = isAheadOfRevision(editor) ? undefined : module.summary.revision;
  const keep = async <Output>(etag: number, message: string, next: Next<Output>) => {
    if (same !== undefined) return next(same);
    let isNew = false;
    const onKept = (now: Kept) => {
      setKept(now);
      isNew = true;
    };
    const result = await keepThen(
      actions.saveRevision,
      { module: name, etag, message },
      { kept, onKept },
      next,
    );
    // Not beside another one: the router answers two at once by loading the whole page again.
    if (isNew && !result.ok) router.refresh();
    return result;
  };
  const keptAs = (etag: number) => same ?? (kept?.etag === etag ? kept.revision : undefined);
  return { keptAs, keep };
}
