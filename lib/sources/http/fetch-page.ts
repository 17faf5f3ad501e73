import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, codeOf } from "#lib/kernel";
import type { Credentials } from "./credentials.ts";
import { type Attempts, type RequestPlace, withRetries } from "./retries.ts";
import { type HttpClient, RedirectRefused, send } from "./send.ts";

/** What all requests of a session share. */
export interface Fetching {
  readonly client: HttpClient;
  readonly credentials: Credentials;
  readonly attempts: Attempts;
  readonly headers: Readonly<Record<string, string>>;
  /** Waits until the next request may be sent. */
  readonly pace: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** At most so many requests a second, evenly. */
export function paceOf(requestsPerSecond: number): Fetching["pace"] {
  let next = 0;
  return async (signal) => {
    const now = performance.now();
    const at = Math.max(now, next);
    next = at + 1000 / requestsPerSecond;
    if (at > now) await sleep(at - now, undefined, { signal });
  };
}

export interface Page {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly url: URL;
  readonly bytes: number;
  readonly sha256: string;
}

/** Fetches one page into a file, whole or not at all. */
export async function fetchPage(
  { client, credentials, attempts, headers, pace, signal }: Fetching,
  url: URL,
  target: { readonly file: string; readonly mostBytes: number },
  place: RequestPlace,
): Promise<Page> {
  const { source, table, page } = place;
  let proof: Readonly<Record<string, string>> = {};
  const download = async (refused?: typeof proof): Promise<Page> => {
    await pace(signal);
    proof = await credentials.headers(signal, refused);
    const sent = { ...headers, ...proof };
    const answer = await send(client, { url, headers: sent, signal });
    if (answer.status !== 200) {
      answer.body.on("error", () => undefined);
      answer.body.destroy();
      return { ...answer, bytes: 0, sha256: "" };
    }
    const hash = createHash("sha256");
    let bytes = 0;
    const measured = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        hash.update(chunk);
        if (bytes <= target.mostBytes) return done(null, chunk);
        const limit = String(target.mostBytes);
        done(new AppError("source-too-large", { source, bytes: `> ${limit}`, limit }, { place: { table } }));
      },
    });
    await pipeline(answer.body, measured, createWriteStream(target.file, { mode: 0o600 }), { signal });
    return { ...answer, bytes, sha256: hash.digest("hex") };
  };
  try {
    let found = await withRetries(() => download(), attempts, place, signal);
    // A token may end in the middle of a run: it is asked for anew, once a request.
    if (found.status === 401 && credentials.canRenew) {
      const refused = proof;
      found = await withRetries(() => download(refused), attempts, place, signal);
    }
    const { status } = found;
    if (status === 401 || status === 403)
      throw new AppError("api-refused", { source, table, page, status }, { place: { table } });
    if (status !== 200)
      throw new AppError("api-status", { source, table, page, status }, { place: { table } });
    return found;
  } catch (error) {
    if (error instanceof RedirectRefused)
      throw new AppError(
        "api-redirect-refused",
        { source, table, page, detail: error.target },
        { place: { table } },
      );
    const isPacking = /^Z_|BROTLI|ZLIB/.test(codeOf(error) ?? "");
    if (isPacking)
      throw new AppError(
        "api-answer-invalid",
        { table, page, format: "gzip" },
        { place: { table }, cause: error },
      );
    throw error;
  }
}
