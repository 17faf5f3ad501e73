import type { z } from "zod";
import { AppError } from "#lib/kernel";
import { type OpenOperation, type Operation, perform } from "#lib/operations/server";
import { errorResponse } from "./error-answer.ts";
import { assertOwnOrigin, webRequest } from "./request.ts";
import { whileReading } from "./while-reading.ts";

type Params = Readonly<Record<string, string | string[] | undefined>>;
export interface RouteContext {
  readonly params: Promise<Params>;
}
export type Route = (request: Request, context: RouteContext) => Promise<Response>;

/** Bytes of a JSON body; a document of 1,500 columns takes about one. */
const mostBytes = 16_000_000;

/** JSON alone: what a form of another site can send is no JSON. */
async function bodyOf(request: Request): Promise<Readonly<Record<string, unknown>>> {
  if (request.method === "GET" || request.method === "HEAD" || request.body === null) return {};
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) {
    throw new AppError("request-invalid", { detail: "content-length" });
  }
  const text = await whileReading(() => request.text());
  if (text.length > mostBytes) throw new AppError("request-invalid", { detail: "content-length" });
  if (text === "") return {};
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("request-invalid", { detail: "content-type" });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("request-invalid", { detail: "JSON" });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("request-invalid", { detail: "body" });
  }
  return Object.fromEntries(Object.entries(value));
}

function queryOf(request: Request): Readonly<Record<string, unknown>> {
  const query: Record<string, unknown> = {};
  const { searchParams } = new URL(request.url);
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    query[name] = values.length > 1 ? values : values[0];
  }
  return query;
}

/** An operation as a route: path, query and JSON body together are its input; the path wins. */
export function routeFor<I extends z.ZodType, O extends z.ZodType>(
  operation: Operation<I, O> | OpenOperation<I, O>,
  options: {
    /** Other names for parts of the path. */
    readonly input?: (given: Readonly<Record<string, unknown>>) => unknown;
    readonly status?: number;
  } = {},
): Route {
  return async (request, { params }) => {
    try {
      assertOwnOrigin(request);
      const asked = await webRequest(request.headers, request.signal);
      const given = { ...queryOf(request), ...(await bodyOf(request)), ...(await params) };
      const output = await perform(operation, asked, options.input?.(given) ?? given);
      return Response.json(output, {
        status: options.status ?? 200,
        headers: { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" },
      });
    } catch (error) {
      return errorResponse(error);
    }
  };
}

/** Input out of a path whose parts have other names than the operation's, or are numbers. */
export const pathInput =
  (names: Readonly<Record<string, string>>, numbers: readonly string[] = []) =>
  (given: Readonly<Record<string, unknown>>): unknown =>
    Object.fromEntries(
      Object.entries(given).map(([part, value]) => {
        const name = names[part] ?? part;
        return [name, numbers.includes(name) && typeof value === "string" ? Number(value) : value];
      }),
    );
