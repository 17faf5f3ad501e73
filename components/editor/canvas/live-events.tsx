"use client";

import { useEffect } from "react";
import type { RunDetail, RunEvent } from "#lib/contracts";
import { useRunEvents } from "../../runs/use-run-events.ts";

/** Follows a run that goes on, and tells its events; draws nothing. */
export function LiveEvents({
  run,
  tell,
  ended,
}: {
  run: RunDetail;
  tell: (events: readonly RunEvent[]) => void;
  ended: () => void;
}) {
  const { events } = useRunEvents(run.id, run.events, false, ended);
  useEffect(() => tell(events), [events, tell]);
  return null;
}
