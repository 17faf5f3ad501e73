import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "#lib/kernel";
import { networkCodeOf, RedirectRefused } from "./send.ts";

/** How a request that failed is tried again. */
export interface Attempts {
  readonly most: number;
  /** Doubles with each attempt. */
  readonly firstMilliseconds: number;
  readonly longestMilliseconds: number;
  /** A server that asks for more patience than this is told to a person instead. */
  readonly longestAskedMilliseconds: number;
}

export const usualAttempts: Attempts = {
  most: 6,
  firstMilliseconds: 500,
  longestMilliseconds: 30_000,
  longestAskedMilliseconds: 300_000,
};

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What the server asks to wait, RFC 9110, 10.2.3: seconds or a date. */
function askedMilliseconds({ "retry-after": asked }: IncomingHttpHeaders): number | undefined {
  if (asked === undefined) return undefined;
  if (/^\d+$/.test(asked.trim())) return Number(asked) * 1000;
  const date = Date.parse(asked);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

export interface RequestPlace {
  readonly source: string;
  readonly table: string;
  readonly page: number;
}

interface Tried {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** Tries until the answer is not one that passes by itself. @throws AppError `api-busy`, `api-interrupted` */
export async function withRetries<T extends Tried>(
  work: () => Promise<T>,
  attempts: Attempts,
  { source, table, page }: RequestPlace,
  signal: AbortSignal,
): Promise<T> {
  const place = { table };
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= attempts.most;
    const params = { source, table, page, attempts: attempt };
    const backOff = Math.min(
      attempts.longestMilliseconds,
      attempts.firstMilliseconds * 2 ** (attempt - 1) * (0.75 + Math.random() / 2),
    );
    let wait = backOff;
    try {
      const answer = await work();
      if (!passing.has(answer.status)) return answer;
      const asked = askedMilliseconds(answer.headers);
      if (isLast || (asked ?? 0) > attempts.longestAskedMilliseconds)
        throw new AppError("api-busy", { ...params, status: answer.status }, { place });
      wait = Math.max(backOff, asked ?? 0);
    } catch (error) {
      if (signal.aborted || error instanceof RedirectRefused) throw error;
      const detail = networkCodeOf(error);
      if (detail === undefined) throw error;
      if (isLast) throw new AppError("api-interrupted", { ...params, detail }, { place, cause: error });
    }
    await sleep(wait, undefined, { signal });
  }
}
