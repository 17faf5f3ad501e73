import { AppError, type ErrorData, type ErrorKind, errorMessage, newId } from "#lib/kernel";
import { log } from "#lib/telemetry/server";

const statuses: Readonly<Record<ErrorKind, number>> = {
  usage: 400,
  access: 403,
  missing: 404,
  conflict: 409,
  cancelled: 409,
  data: 422,
  internal: 500,
  outside: 502,
};

const statusOf = (error: AppError): number => {
  if (error.code === "not-signed-in" || error.code === "hook-token-wrong") return 401;
  if (error.code === "rate-limited") return 429;
  if (error.code === "hook-body-too-large") return 413;
  if (error.code === "version-withdrawn") return 410;
  return statuses[error.definition.kind];
};

/** Any failure as an error for people; what is not ours becomes a reference into the log. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) {
    if (error.definition.kind === "internal") log("web").error({ err: error }, error.code);
    return error;
  }
  const reference = newId().slice(0, 8);
  log("web").error({ err: error, reference }, "Unexpected failure");
  return new AppError("internal", { reference }, { cause: error });
}

export const errorData = (error: unknown): ErrorData => asAppError(error).toData();

/** A failure as a response: the error as data and as a sentence. Never a driver's message, never a value. */
export function errorResponse(error: unknown): Response {
  const known = asAppError(error);
  const data = known.toData();
  const status = statusOf(known);
  const headers = new Headers({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  if (status === 401) headers.set("WWW-Authenticate", 'Bearer realm="ETL-Express"');
  const message = { en: errorMessage(data, "en"), ru: errorMessage(data, "ru") };
  return Response.json({ error: data, message }, { status, headers });
}
