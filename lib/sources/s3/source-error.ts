import { AppError, type ErrorCodeId } from "#lib/kernel";

/** What a server that speaks S3 or the network said, as errors of ours; its words stay in `cause`. */

interface Place {
  /** `endpoint/bucket`, for people. */
  readonly source: string;
  /** The object's name without its folders. */
  readonly file?: string;
}

const byName: Readonly<Record<string, ErrorCodeId>> = {
  AccessDenied: "source-permission",
  InvalidAccessKeyId: "source-refused-login",
  SignatureDoesNotMatch: "source-refused-login",
  ExpiredToken: "source-refused-login",
  InvalidToken: "source-refused-login",
  // What versitygw calls it.
  XAdminUserNotFound: "source-refused-login",
  RequestTimeTooSkewed: "source-refused-login",
  NoSuchBucket: "source-database-missing",
  NoSuchKey: "file-missing",
  NotFound: "file-missing",
  PreconditionFailed: "file-changed",
  SlowDown: "source-busy",
  ServiceUnavailable: "source-busy",
  TooManyRequestsException: "source-busy",
  TimeoutError: "source-timeout",
  RequestTimeout: "source-timeout",
};

interface Told {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const isTold = (error: unknown): error is Told => typeof error === "object" && error !== null;

export function s3Error(error: unknown, { source, file }: Place): AppError {
  if (error instanceof AppError) return error;
  const told = isTold(error) ? error : {};
  // The library wraps what our own resolver refused.
  if (error instanceof Error && error.cause instanceof AppError) return error.cause;
  const name = typeof told.name === "string" ? told.name : "";
  const network = typeof told.code === "string" && /^[A-Z_]{2,60}$/.test(told.code) ? told.code : undefined;
  const status = told.$metadata?.httpStatusCode;
  const known =
    byName[name] ?? (status === 403 ? "source-permission" : status === 412 ? "file-changed" : undefined);
  const detail = network ?? (name === "" ? "–" : name);
  const params = { source, file: file ?? "–", table: file ?? "–", what: file ?? "–", detail };
  if (known) return new AppError(known, params, { cause: error });
  // An object that was on its way; what is not reached at all never began.
  if (
    file !== undefined &&
    status === undefined &&
    !/^(?:ECONNREFUSED|ENOTFOUND|EHOSTUNREACH)$/.test(network ?? "")
  )
    return new AppError("source-interrupted", params, { cause: error });
  if (network !== undefined || status === undefined)
    return new AppError("source-unreachable", params, { cause: error });
  const code = status >= 500 ? "source-failing" : "source-query-failed";
  return new AppError(code, { ...params, detail: `${status} ${name}` }, { cause: error });
}
