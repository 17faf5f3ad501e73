import { can, parseRole } from "#lib/access";
import { config } from "#lib/config/server";
import { AppError } from "#lib/kernel";
import { type Actor, type OpenServices, type Origin, trustedOrigins } from "#lib/operations/server";
import { services } from "./services.ts";

/** A request as operations take it: who asks, from where. */
export interface WebRequest {
  readonly services: OpenServices;
  readonly actor: Actor | undefined;
  readonly origin: Origin;
  readonly signal: AbortSignal;
}

/** Who is signed in, asked of the records each time: a revoked session or a changed role counts at once. */
async function actorOf(opened: OpenServices, headers: Headers): Promise<Actor | undefined> {
  const found = await opened.auth.api.getSession({ headers });
  if (found === null) return undefined;
  const { user, session } = found;
  const role = parseRole(user.role);
  if (role === undefined || user.banned === true) return undefined;
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    role,
    impersonatedBy: session.impersonatedBy ?? undefined,
  };
}

const isLoopback = (address: string): boolean =>
  /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address) || address === "::1" || address === "localhost";

/**
 * Whether a request surely comes from this computer: the server listens on loopback alone, no proxy says otherwise, and it was
 * asked under its own name (a page elsewhere whose name leads here would send that name).
 */
export function originOf(headers: Headers, web: { host: string; baseUrl: string }): Origin {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const hosts = trustedOrigins(web.baseUrl).map((origin) => new URL(origin).host);
  return {
    local:
      isLoopback(web.host) &&
      forwarded.every((address) => address === "" || isLoopback(address)) &&
      hosts.includes(headers.get("host") ?? ""),
  };
}

/** The token of `Authorization: Bearer …`, or of Basic with any user name and the token as password. */
function tokenOf(headers: Headers): string | undefined {
  const [scheme = "", value = ""] = (headers.get("authorization") ?? "").split(" ", 2);
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return undefined;
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.slice(pair.indexOf(":") + 1);
}

/** Whom a download token stands for. Whatever the person's role, their program may read versions and nothing else. */
async function downloaderOf(opened: OpenServices, headers: Headers): Promise<Actor | undefined> {
  const token = tokenOf(headers);
  const userId = token && (await opened.accounts.ownerOfToken(token));
  const user = userId ? await opened.db.users.get(userId) : undefined;
  if (user === undefined || user.disabled || !can(user.role, "versions:read")) return undefined;
  return { userId: user.id, name: user.name, email: user.email, role: "data-scientist" };
}

export async function webRequest(headers: Headers, signal: AbortSignal): Promise<WebRequest> {
  const opened = await services();
  const { web } = config();
  return { services: opened, actor: await actorOf(opened, headers), origin: originOf(headers, web), signal };
}

/** A request for a version's data, which programs send with a download token; a token that is given is the one that counts. */
export async function downloadRequest(headers: Headers, signal: AbortSignal): Promise<WebRequest> {
  const request = await webRequest(headers, signal);
  if (!headers.has("authorization")) return request;
  return { ...request, actor: await downloaderOf(request.services, headers) };
}

/** Whose `latest` an address asks for: `?environment=production`. */
export function askedEnvironment({ url }: Pick<Request, "url">): { readonly environment?: string } {
  const environment = new URL(url).searchParams.get("environment");
  return environment === null ? {} : { environment };
}

/**
 * Refuses what another site's page could have sent with this person's cookies. Browsers name the origin of every such
 * request; a client without cookies needs none.
 * @throws AppError `origin-refused`
 */
export function assertOwnOrigin(request: Pick<Request, "method" | "headers">): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.headers.get("origin");
  if (origin === null && !request.headers.has("cookie")) return;
  if (origin === null || !trustedOrigins(config().web.baseUrl).includes(origin)) {
    throw new AppError("origin-refused");
  }
}
