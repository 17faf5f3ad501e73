import { AppError, type ErrorCodeId } from "#lib/kernel";

/** What MySQL or the network said, as errors of ours. The server's words quote data: they stay in `cause`. */

interface Place {
  /** `host:port/database`, for people. */
  readonly source: string;
  readonly table?: string;
}

const byNumber: Readonly<Record<number, ErrorCodeId>> = {
  1040: "source-busy",
  1044: "source-permission",
  1045: "source-refused-login",
  1049: "source-database-missing",
  1053: "source-interrupted",
  1054: "source-missing-relation",
  1064: "source-script-refused",
  1142: "source-permission",
  1143: "source-permission",
  1146: "source-missing-relation",
  1203: "source-busy",
  1205: "source-locked",
  1226: "source-busy",
  1227: "source-permission",
  1295: "source-script-refused",
  1305: "source-missing-relation",
  1317: "source-interrupted",
  // A snapshot does not hold what a table was before it was altered.
  1412: "source-table-changed",
  1698: "source-refused-login",
  1792: "source-script-refused",
  1927: "source-interrupted",
  1969: "source-timeout",
  3024: "source-timeout",
  4031: "source-interrupted",
};

const told = (error: unknown): { readonly errno?: unknown; readonly code?: unknown } =>
  typeof error === "object" && error !== null ? error : {};

/** The line that the server names of a statement which does not parse; its text quotes the statement. */
const lineOf = (error: unknown): number | undefined => {
  const line = error instanceof Error ? / at line (\d+)$/.exec(error.message)?.[1] : undefined;
  return line === undefined ? undefined : Number(line);
};

export function mysqlError(error: unknown, { source, table }: Place): AppError {
  if (error instanceof AppError) return error;
  const { errno, code } = told(error);
  const number = typeof errno === "number" && errno > 0 ? errno : undefined;
  const name = typeof code === "string" && /^[A-Z_]{2,60}$/.test(code) ? code : "–";
  const line = number === 1064 ? lineOf(error) : undefined;
  const place = { ...(table ? { table } : {}), ...(line === undefined ? {} : { line }) };
  const params = { source, table: table ?? "–", what: name, detail: name };
  if (number !== undefined) {
    return new AppError(byNumber[number] ?? "source-query-failed", params, { place, cause: error });
  }
  // Who asks for a table has been connected already, whatever the library calls a connection that is gone.
  if (table !== undefined) {
    return new AppError("source-interrupted", params, { place, cause: error });
  }
  return new AppError("source-unreachable", params, { place, cause: error });
}
