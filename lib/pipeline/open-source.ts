import type { SourceSession } from "#lib/sources";

/** A source that tables are read from, and that can be stopped before its run is. */
export interface OpenSource {
  readonly kind: string;
  readonly session: SourceSession;
  /** Ends what the source still does; whoever waits for it gets the reason. */
  stop(reason: unknown): void;
}

/** @param open with the signal that stops it */
export async function openSource(
  kind: string,
  signal: AbortSignal,
  open: (signal: AbortSignal) => Promise<SourceSession>,
): Promise<OpenSource> {
  const stopping = new AbortController();
  const session = await open(AbortSignal.any([signal, stopping.signal]));
  return { kind, session, stop: (reason) => stopping.abort(reason) };
}
