import type { ErrorData, Result } from "#lib/kernel";

/** What a route says of a failure, as `errorResponse` writes it; its codes are this build's own. */
const errorOf = (json: unknown): ErrorData | undefined =>
  typeof json === "object" && json !== null && "error" in json ? (json.error as ErrorData) : undefined;

/** Milliseconds until silence counts as no answer; a first look at a slow source waits longest. */
const longest = 60_000;

/**
 * Asks a route of this product, and answers as an action does. Actions wait for each other in the browser, routes do not: what
 * is asked for beside the work goes this way. @throws where nothing answers
 */
export async function askRoute<Output>(
  method: "GET" | "POST" | "PUT",
  path: readonly string[],
  body?: unknown,
  /** Nobody waits any more: the server is told, and stops. */
  dropped?: AbortSignal,
): Promise<Result<Output, ErrorData>> {
  const answer = await fetch(`/${path.map(encodeURIComponent).join("/")}`, {
    method,
    signal: AbortSignal.any([AbortSignal.timeout(longest), ...(dropped ? [dropped] : [])]),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const json: unknown = await answer.json();
  // The operation's own schema has passed it on the way out.
  if (answer.ok) return { ok: true, value: json as Output };
  const unknown: ErrorData = { code: "internal", params: { reference: String(answer.status) } };
  return { ok: false, error: errorOf(json) ?? unknown };
}
