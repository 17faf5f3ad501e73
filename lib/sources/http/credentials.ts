import { AppError } from "#lib/kernel";
import type { HttpSourceConfig } from "./definition.ts";
import { type Attempts, withRetries } from "./retries.ts";
import { type HttpClient, RedirectRefused, send } from "./send.ts";

/** A token is asked for anew this long before its end. */
const earlyMilliseconds = 30_000;
const mostTokenBytes = 1 << 20;

export interface Credentials {
  /** The headers of a request; `refused`: those that were not taken, so that a token is asked for anew, unless somebody has. */
  headers(
    signal: AbortSignal,
    refused?: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>>;
  /** Whether asking anew may help. */
  readonly canRenew: boolean;
}

/** How RFC 6749 (2.3.1) writes a client's id and secret into a header. */
const encoded = (text: string): string => new URLSearchParams({ "": text }).toString().slice(1);

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostTokenBytes) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

interface Token {
  readonly value: string;
  readonly until: number;
}

const bearer = ({ value }: Token): string => `Bearer ${value}`;

function tokenIn(text: string): Token | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null || !("access_token" in answer)) return undefined;
    const { access_token: value } = answer;
    const seconds = "expires_in" in answer ? Number(answer.expires_in) : Number.NaN;
    if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) return undefined;
    const lasts = Number.isFinite(seconds)
      ? Math.max(seconds * 1000 - earlyMilliseconds, seconds * 500)
      : Number.POSITIVE_INFINITY;
    return { value, until: performance.now() + lasts };
  } catch {
    return undefined;
  }
}

/** What proves to the API who asks. A token is kept in memory and shared by the requests of a session. */
export function credentialsOf(config: HttpSourceConfig, client: HttpClient, attempts: Attempts): Credentials {
  if (config.auth === "none") return { canRenew: false, headers: async () => ({}) };
  if (config.auth === "header") {
    const headers = { [config.headerName]: config.headerValue };
    return { canRenew: false, headers: async () => headers };
  }
  const url = new URL(config.tokenUrl ?? "");
  const { clientId = "", clientSecret, scope } = config;
  const failed = (detail: string) => new AppError("api-token-failed", { source: url.origin, detail });

  const ask = async (signal: AbortSignal): Promise<Token> => {
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (scope !== undefined) form.set("scope", scope);
    const sent: Record<string, string> = {};
    if (config.clientAuth === "body") {
      form.set("client_id", clientId);
      form.set("client_secret", clientSecret);
    } else {
      const basic = Buffer.from(`${encoded(clientId)}:${encoded(clientSecret)}`).toString("base64");
      sent.authorization = `Basic ${basic}`;
    }
    const place = { source: url.origin, table: "–", page: 0 };
    const read = async () => {
      const { status, headers, body } = await send(client, { url, headers: sent, form, signal });
      return { status, headers, text: await textOf(body) };
    };
    const { status, text } = await withRetries(read, attempts, place, signal).catch((error: unknown) => {
      throw error instanceof RedirectRefused ? failed("3xx") : error;
    });
    if (status !== 200) throw failed(String(status));
    const token = tokenIn(text);
    if (!token) throw failed("JSON");
    return token;
  };

  let current: Promise<Token> | undefined;
  const renewed = (signal: AbortSignal): Promise<Token> => {
    const asked = ask(signal);
    current = asked;
    asked.catch(() => {
      if (current === asked) current = undefined;
    });
    return asked;
  };
  return {
    canRenew: true,
    async headers(signal, refused) {
      const asked = current;
      const known = await asked;
      if (known && known.until > performance.now() && refused?.authorization !== bearer(known))
        return { authorization: bearer(known) };
      // Of several requests that find it out, the first asks and the others take what comes.
      const next = current === undefined || current === asked ? renewed(signal) : current;
      return { authorization: bearer(await next) };
    },
  };
}
