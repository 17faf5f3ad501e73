"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ErrorData, Result } from "#lib/kernel";
import type { Editor } from "../store/editor-context.tsx";

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

/** Keeps the draft at most once for whoever asks; the page hears of it whatever comes next. */
export function useKeptRevision({ name, actions }: Pick<Editor, "name" | "actions">) {
  const router = useRouter();
  const [kept, setKept] = useState<Kept>();
  const onKept = (now: Kept) => {
    setKept(now);
    router.refresh();
  };
  const keep = <Output>(etag: number, message: string, next: Next<Output>) =>
    keepThen(actions.saveRevision, { module: name, etag, message }, { kept, onKept }, next);
  return { kept, keep };
}
