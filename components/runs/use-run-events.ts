"use client";

import { useEffect, useRef, useState } from "react";
import type { RunEvent, RunState } from "#lib/contracts";

export type Connection = "live" | "waiting" | "ended";

/**
 * The events of a run and, while it goes on, its state as the stream tells it: those the page came with, then live ones. The stream resumes after the last number seen, so that
 * nothing is lost or doubled; it ends when the server says so.
 */
export function useRunEvents(runId: string, first: readonly RunEvent[], isOver: boolean, ended: () => void) {
  const [events, setEvents] = useState<readonly RunEvent[]>(first);
  const [connection, setConnection] = useState<Connection>(isOver ? "ended" : "waiting");
  const [state, setState] = useState<RunState>();
  const last = useRef(first[first.length - 1]?.seq ?? 0);
  const onEnd = useRef(ended);
  useEffect(() => {
    onEnd.current = ended;
  }, [ended]);
  useEffect(() => {
    if (isOver) {
      setConnection("ended");
      return;
    }
    let stop = () => {};
    let isWanted = true;
    // Its schemas are loaded for a run that goes on alone: most runs are read when they are over.
    import("./read-run-event.ts").then(({ readRunEvent, readRunState }) => {
      if (isWanted) stop = follow(readRunEvent, readRunState);
    });
    return () => {
      isWanted = false;
      stop();
    };
    function follow(
      readRunEvent: (text: string) => RunEvent | undefined,
      readRunState: (text: string) => RunState | undefined,
    ) {
      const stream = new EventSource(`/api/runs/${runId}/events?after=${last.current}`);
      let waiting: RunEvent[] = [];
      let frame = 0;
      // One render a frame, however many events arrive.
      const flush = () => {
        frame = 0;
        const fresh = waiting;
        waiting = [];
        setEvents((old) => [...old, ...fresh]);
      };
      const take = (message: MessageEvent<string>) => {
        const event = readRunEvent(message.data);
        if (!event || event.seq <= last.current) return;
        last.current = event.seq;
        waiting.push(event);
        if (frame === 0) frame = requestAnimationFrame(flush);
      };
      stream.onopen = () => setConnection("live");
      stream.onerror = () => setConnection("waiting");
      stream.onmessage = take;
      stream.addEventListener("event", take);
      stream.addEventListener("state", (message: MessageEvent<string>) => {
        const next = readRunState(message.data);
        if (next) setState(next);
      });
      stream.addEventListener("end", () => {
        stream.close();
        setConnection("ended");
        onEnd.current();
      });
      return () => {
        stream.close();
        if (frame !== 0) cancelAnimationFrame(frame);
      };
    }
  }, [runId, isOver]);
  return { events, connection, state };
}
