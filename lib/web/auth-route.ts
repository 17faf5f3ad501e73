import { rateLimitAddress, rateLimitHeader } from "#lib/operations/server";
import { errorResponse } from "./error-answer.ts";
import { services } from "./services.ts";
import { whileReading } from "./while-reading.ts";

/** Whose attempts count together: the account that is tried, or everybody for what names none. */
async function limited(request: Request): Promise<Request> {
  const headers = new Headers(request.headers);
  const text = request.method === "POST" ? await whileReading(() => request.text()) : undefined;
  const account = /"email"\s*:\s*"([^"]{1,320})"/.exec(text ?? "")?.[1] ?? "nobody";
  headers.set(rateLimitHeader, rateLimitAddress(account));
  return new Request(request.url, { method: request.method, headers, body: text, signal: request.signal });
}

/** The sign-in library's own routes, below `/api/auth`. */
export async function authRoute(request: Request): Promise<Response> {
  try {
    const { auth } = await services();
    return await auth.handler(await limited(request));
  } catch (error) {
    return errorResponse(error);
  }
}
