import { AppError } from "#lib/kernel";
import { UnreadableObject } from "./unreadable-object.ts";

const refusals = new Set([
  "AccessDenied",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "XAdminUserNotFound",
  "NoSuchBucket",
  "QuotaExceeded",
]);
const full = new Set([
  "ENOSPC",
  "EntityTooLarge",
  "InsufficientCapacity",
  "XMinioStorageFull",
  "StorageFull",
]);

interface Told {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}
const isTold = (error: unknown): error is Told => typeof error === "object" && error !== null;

/** The short name of what failed; the server's sentences stay in `cause`. */
export function nameOf(error: unknown): string {
  const { name, code, $metadata } = isTold(error) ? error : {};
  const network = typeof code === "string" && /^[A-Z_]{2,60}$/.test(code) ? code : undefined;
  const word = typeof name === "string" && /^[A-Za-z]{2,60}$/.test(name) ? name : "–";
  return network ?? (word === "Error" || word === "–" ? String($metadata?.httpStatusCode ?? "–") : word);
}

/** What a server that speaks S3 or the network said, as an error of ours. */
export function s3StoreError(error: unknown, store: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.cause instanceof AppError) return error.cause;
  const detail = error instanceof UnreadableObject ? error.key : nameOf(error);
  const status = isTold(error) ? error.$metadata?.httpStatusCode : undefined;
  if (full.has(detail) || status === 507)
    return new AppError("disk-full", { folder: store }, { cause: error });
  const isRefusal = refusals.has(detail) || status === 403;
  return new AppError(isRefusal ? "store-refused" : "store-failed", { store, detail }, { cause: error });
}
