import { AppError, type ErrorCodeId } from "#lib/kernel";

/** What PostgreSQL or the network said, as errors of ours. The server's words may quote data: they stay in `cause`. */

interface Place {
  /** `host:port/database`, for people. */
  readonly source: string;
  readonly table?: string;
  /** The statement that failed, to name what it names. */
  readonly script?: string;
  /** Characters that our own statement puts before the script. */
  readonly offset?: number;
}

interface Told {
  readonly code?: string;
  readonly position?: string;
}

const told = (error: unknown): Told => (typeof error === "object" && error !== null ? error : {});

const byState: Readonly<Record<string, ErrorCodeId>> = {
  "28P01": "source-refused-login",
  "28000": "source-refused-login",
  "3D000": "source-database-missing",
  "42501": "source-permission",
  "42P01": "source-missing-relation",
  "42703": "source-missing-relation",
  "3F000": "source-missing-relation",
  // A replica ends a read that keeps it from following its primary.
  "40001": "source-interrupted",
  "55P03": "source-locked",
  "57014": "source-timeout",
  "53300": "source-busy",
  "57P01": "source-interrupted",
  "57P02": "source-interrupted",
  "57P03": "source-busy",
  "25006": "source-script-refused",
  "0A000": "source-script-refused",
  "42601": "source-script-refused",
};

/** The name that stands at a place of the script: the script's own words, not the server's. */
function nameAt(script: string, index: number): string | undefined {
  const rest = [...script].slice(index).join("");
  return /^(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*))*/u.exec(
    rest,
  )?.[0];
}

const networkCode = /^E[A-Z_]+$/;

/** By the class of a SQLSTATE: a lost connection; too few resources, errors of the system and of the server itself. */
const byClass: Readonly<Record<string, ErrorCodeId>> = {
  "08": "source-interrupted",
  "53": "source-failing",
  "58": "source-failing",
  XX: "source-failing",
};

export function sourceError(error: unknown, place: Place): AppError {
  if (error instanceof AppError) return error;
  const { code = "", position } = told(error);
  const { source, table = "–", script } = place;
  const options = (line?: number) => ({
    place: { ...(place.table ? { table: place.table } : {}), ...(line === undefined ? {} : { line }) },
    cause: error,
  });
  if (/^[0-9A-Z]{5}$/.test(code)) {
    const index = position === undefined ? undefined : Number(position) - 1 - (place.offset ?? 0);
    const line =
      script === undefined || index === undefined
        ? undefined
        : [...script].slice(0, index).join("").split("\n").length;
    const what = (script !== undefined && index !== undefined ? nameAt(script, index) : undefined) ?? code;
    const known = byState[code] ?? byClass[code.slice(0, 2)] ?? "source-query-failed";
    return new AppError(known, { source, table, what, detail: code }, options(line));
  }
  const message = error instanceof Error ? error.message : "";
  if (
    /terminated unexpectedly|Connection terminated|not queryable|Client was closed/i.test(message) &&
    place.table !== undefined
  ) {
    return new AppError("source-interrupted", { source, table }, options());
  }
  if (/certificate|SSL|TLS|ALPN/i.test(message) || /CERT|TLS|SSL|SELF_SIGNED/.test(code)) {
    return new AppError("source-unreachable", { source, detail: code || "TLS" }, options());
  }
  if (/timeout/i.test(message))
    return new AppError("source-unreachable", { source, detail: "ETIMEDOUT" }, options());
  return new AppError(
    "source-unreachable",
    { source, detail: networkCode.test(code) ? code : "–" },
    options(),
  );
}
