import { listRunEvents, perform } from "#lib/operations/server";
import { errorResponse } from "./error-answer.ts";
import { webRequest } from "./request.ts";
import type { RouteContext } from "./route-for.ts";

/** Milliseconds between signs of life; below the usual patience of proxies. Each asks again whether the session still lasts. */
const heartbeatEvery = 15_000;
/** Events of one answer of the records; a stream behind asks again at once. */
const pageSize = 500;

const text = new TextEncoder();
const message = (event: string, data: unknown, id?: number): Uint8Array =>
  text.encode(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/** Where a stream goes on: what the browser saw last, else what the page was given. */
function lastSeen(request: Request): number {
  const header = request.headers.get("last-event-id");
  const value = Number(header ?? new URL(request.url).searchParams.get("after") ?? 0);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/**
 * The events of a run, live: what was missed, then what comes, then an explicit `end` after which a client closes. Each event
 * has its number as id, so that a browser resumes by itself; `state` tells of a changed state.
 */
export async function runEventsRoute(request: Request, { params }: RouteContext): Promise<Response> {
  try {
    const { id } = await params;
    const stopped = new AbortController();
    const signal = AbortSignal.any([request.signal, stopped.signal]);
    const asked = await webRequest(request.headers, signal);
    let seen = lastSeen(request);
    const ask = () => perform(listRunEvents, asked, { id, after: seen, limit: pageSize });
    const first = await ask();
    // A browser that lost only the end: 204 tells it not to come back.
    if (request.headers.has("last-event-id") && first.isFinished && first.lastEventSeq <= seen) {
      return new Response(null, { status: 204 });
    }

    let news = false;
    let wake = () => {};
    const stop = await asked.services.db.onRunNews((runId) => {
      if (runId !== undefined && runId !== id) return;
      news = true;
      wake();
    });
    const rest = () =>
      new Promise<"news" | "heartbeat">((resolve) => {
        const timer = setTimeout(() => resolve("heartbeat"), heartbeatEvery);
        wake = () => {
          clearTimeout(timer);
          resolve("news");
        };
        if (news || signal.aborted) wake();
      });
    signal.addEventListener("abort", () => wake(), { once: true });

    async function* stream(): AsyncGenerator<Uint8Array> {
      let state: string | undefined;
      try {
        for (;;) {
          news = false;
          const page = await ask();
          if (page.state !== state) {
            state = page.state;
            yield message("state", { state });
          }
          for (const event of page.events) {
            seen = event.seq;
            yield message("event", event, event.seq);
          }
          if (signal.aborted) return;
          if (page.events.length === pageSize) continue;
          if (page.isFinished && page.lastEventSeq <= seen) {
            yield message("end", { state, lastSeq: seen }, seen);
            return;
          }
          if ((await rest()) === "heartbeat") {
            const again = await webRequest(request.headers, signal);
            if (again.actor === undefined) return;
            yield text.encode(": still here\n\n");
          }
          if (signal.aborted) return;
        }
      } finally {
        stop();
      }
    }

    const events = stream();
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const next = await events.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          controller.error(error);
        }
      },
      cancel: async () => {
        stopped.abort();
        await events.return(undefined);
      },
    });
    return new Response(body, {
      headers: {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-cache, no-transform",
        "X-Accel-Buffering": "no",
        "X-Content-Type-Options": "nosniff",
      },
    });
  } catch (error) {
    return errorResponse(error);
  }
}
