import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AppError, codeOf } from "#lib/kernel";
import type { NetworkPolicy } from "#lib/network";
import { assertHostAllowed, type PinnedAgents } from "#lib/network/server";

/** Redirects of one request. */
const mostRedirects = 5;

/** The connections of a session. */
export interface HttpClient {
  readonly policy: NetworkPolicy;
  readonly agents: PinnedAgents;
  readonly silentMilliseconds: number;
}

export interface Request {
  readonly url: URL;
  /** Credentials among them: they go to the origin of `url` only. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent by POST; such a request follows no redirect. */
  readonly form?: URLSearchParams;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from, redirects followed. */
  readonly url: URL;
  /** Unpacked. Must be read or destroyed. */
  readonly body: Readable;
}

/** Where an answer points that is not followed; a host only, since an address may carry data. */
export class RedirectRefused extends Error {
  readonly target: string;
  constructor(target: string) {
    super("a redirect was refused");
    this.target = target;
  }
}

function once(client: HttpClient, url: URL, headers: Readonly<Record<string, string>>, request: Request) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const isPlain = url.protocol === "http:";
    const sent = (isPlain ? http : https).request(url, {
      method: request.form ? "POST" : "GET",
      headers: {
        accept: "application/json, application/x-ndjson, text/csv, */*;q=0.5",
        "user-agent": "etl-express",
        ...headers,
        "accept-encoding": "gzip, deflate, br",
        ...(request.form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      agent: isPlain ? client.agents.httpAgent : client.agents.httpsAgent,
      signal: request.signal,
    });
    sent.setTimeout(client.silentMilliseconds, () =>
      sent.destroy(Object.assign(new Error("silent"), { code: "ETIMEDOUT" })),
    );
    sent.on("error", reject);
    sent.on("response", resolve);
    sent.end(request.form?.toString());
  });
}

function unpacked(message: IncomingMessage): Readable {
  const packing = message.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  const unpack =
    packing === "gzip" || packing === "x-gzip"
      ? createGunzip()
      : packing === "deflate"
        ? createInflate()
        : packing === "br"
          ? createBrotliDecompress()
          : undefined;
  if (!unpack) return message;
  message.on("error", (error) => unpack.destroy(error));
  message.on("aborted", () => unpack.destroy(Object.assign(new Error("aborted"), { code: "ECONNRESET" })));
  unpack.on("close", () => message.destroy());
  return message.pipe(unpack);
}

/** Sends one request. Every address on the way is checked against the policy; credentials stay at the first origin. */
export async function send(client: HttpClient, request: Request): Promise<Answer> {
  let { url } = request;
  let { headers } = request;
  for (let redirects = 0; ; redirects++) {
    await assertHostAllowed(url, client.policy);
    // Once it has been led elsewhere, no origin is trusted again.
    if (url.origin !== request.url.origin) headers = {};
    const message = await once(client, url, headers, request);
    const { statusCode: status = 0, headers: told } = message;
    if (![301, 302, 303, 307, 308].includes(status) || told.location === undefined)
      return { status, headers: told, url, body: unpacked(message) };
    message.destroy();
    const next = URL.parse(told.location, url);
    const isWorse =
      next === null ||
      !/^https?:$/.test(next.protocol) ||
      (url.protocol === "https:" && next.protocol === "http:");
    if (isWorse || request.form || redirects >= mostRedirects) throw new RedirectRefused(next?.host ?? "–");
    next.username = "";
    next.password = "";
    next.hash = "";
    url = next;
  }
}

/** Node's code of a failed connection; undefined for what is no failure of the network. */
export function networkCodeOf(error: unknown): string | undefined {
  if (error instanceof AppError || !(error instanceof Error)) return undefined;
  const code = codeOf(error) ?? "";
  if (/^Z_|^ERR_BROTLI|^ERR_.*ZLIB/.test(code)) return undefined;
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : "–";
}
