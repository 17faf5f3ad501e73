import type { Text } from "#lib/kernel";
import type { Edit } from "./edits/edit.ts";
import { commit, type History, rebase, startHistory } from "./history.ts";
import { isSame, type Json, shared } from "./json.ts";
import { type Merged, merge, type Resolution, resolve } from "./merge.ts";

/** What the server has, as far as this editor knows. */
export interface Synced {
  readonly document: Json;
  readonly etag: number;
}

/** One person's work on a draft: own steps, and the state of the server that they stand on. Plain data. */
export interface Session {
  readonly history: History;
  readonly synced: Synced;
  /** Somebody else's state that this editor's own contradicts; nothing is sent until somebody decides. */
  readonly conflict?: { readonly merged: Merged; readonly theirs: Synced } | undefined;
}

const opened: Text = { en: "Opened", ru: "Открыт" };

export const startSession = (synced: Synced): Session => ({
  history: startHistory(synced.document, opened),
  synced,
});

export const documentOf = ({ history }: Session): Json => history.present.document;

/** Whether the server lacks something of this editor. */
export const isAhead = (session: Session): boolean => !isSame(documentOf(session), session.synced.document);

export function perform(session: Session, edit: Edit, at: number): Session {
  const before = documentOf(session);
  const document = shared(before, edit.apply(before));
  return {
    ...session,
    history: commit(session.history, { document, label: edit.label, group: edit.group, at }),
  };
}

/** Steps through the log; see `undo`, `redo` and `goTo`. */
export const step = (session: Session, through: (history: History) => History): Session => ({
  ...session,
  history: through(session.history),
});

/**
 * The server has kept what was sent, perhaps in other words: it moves values of the data out of a document. Edits made while it
 * was sent stand on what it keeps now.
 */
export function saved(session: Session, sent: Json, kept: Synced): Session {
  const document = shared(sent, kept.document);
  const synced = { document, etag: kept.etag };
  if (document === sent) return { ...session, synced };
  const onto = (mine: Json) => merge(sent, mine, document).document;
  return { ...session, history: rebase(session.history, onto), synced };
}

/** Takes over what somebody else saved. Where nobody contradicts, nobody is asked. */
export function takeOver(session: Session, theirs: Synced): Session {
  const base = session.synced.document;
  const document = shared(base, theirs.document);
  const merged = merge(base, documentOf(session), document);
  const next = { document, etag: theirs.etag };
  if (merged.conflicts.length > 0) return { ...session, conflict: { merged, theirs: next } };
  return onto(session, merged.document, next);
}

/** Ends a conflict, each of its places decided in their order. */
export function decide(session: Session, decided: readonly Resolution[]): Session {
  if (!session.conflict) return session;
  const { merged, theirs } = session.conflict;
  return onto(session, resolve(merged, decided), theirs);
}

/** Steps back lead to one's own earlier documents with their changes in them, never to before their changes. */
function onto(session: Session, document: Json, theirs: Synced): Session {
  const base = session.synced.document;
  const history = rebase(session.history, (mine) =>
    mine === documentOf(session) ? document : merge(base, mine, theirs.document).document,
  );
  return { history, synced: theirs };
}
