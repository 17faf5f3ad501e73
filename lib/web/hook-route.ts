import { AppError } from "#lib/kernel";
import { perform, receiveHook } from "#lib/operations/server";
import { errorResponse } from "./error-answer.ts";
import { webRequest } from "./request.ts";
import type { RouteContext } from "./route-for.ts";
import { whileReading } from "./while-reading.ts";

/** Values of some dozen parameters take a few kilobytes. */
const mostBytes = 65_536;

/** The body as text, read no farther than it may be long. @throws AppError `hook-body-too-large` */
async function bodyOf(request: Request): Promise<string> {
  const tooLarge = () => new AppError("hook-body-too-large", { bytes: mostBytes });
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("request-invalid", { detail: "JSON" });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AppError("request-invalid", { detail: "body" });
  const { parameters = {}, ...others } = value as { parameters?: unknown };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new AppError("request-invalid", { detail: unknown.slice(0, 80) });
  return { parameters };
}

/**
 * A program calls a web hook with its token, `POST /api/hooks/ID`. 202: a run starts or waits; 200: the same Idempotency-Key came
 * before; 409: nothing was started, and why. Cookies mean nothing here, so no origin is asked for.
 */
export async function hookRoute(request: Request, { params }: RouteContext): Promise<Response> {
  try {
    const body = parsed(await whileReading(() => bodyOf(request)));
    const [scheme = "", token = ""] = (request.headers.get("authorization") ?? "").split(" ", 2);
    if (scheme.toLowerCase() !== "bearer" || token === "") throw new AppError("hook-token-wrong");
    const { services, origin, signal } = await webRequest(new Headers(), request.signal);
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    const input = { ...(await params), ...Object(body), token, idempotencyKey };
    const answer = await perform(receiveHook, { services, origin, signal, actor: undefined }, input);
    const status = answer.repeated ? 200 : answer.state === "skipped" ? 409 : 202;
    return Response.json(answer, {
      status,
      headers: { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" },
    });
  } catch (error) {
    return errorResponse(error);
  }
}
