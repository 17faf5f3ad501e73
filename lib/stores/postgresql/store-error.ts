import { AppError } from "#lib/kernel";

/** What the server or the network said, as an error of ours; the server's words may quote data and stay in `cause`. */
export function postgresStoreError(error: unknown, store: string): AppError {
  if (error instanceof AppError) return error;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "–";
  if (code === "53100") return new AppError("disk-full", { folder: store }, { cause: error });
  // 28 login, 42 permission and names, 3D no database, 2B and 23 what depends or violates, 25 read-only, 22 a value and 54 a row it cannot hold
  const isRefusal = /^(28|42|3D|2B|23|25|22|54)/.test(code) && /^[0-9A-Z]{5}$/.test(code);
  return new AppError(
    isRefusal ? "store-refused" : "store-failed",
    { store, detail: code },
    { cause: error },
  );
}
