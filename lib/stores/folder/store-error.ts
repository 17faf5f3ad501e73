import { AppError } from "#lib/kernel";

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "–";

/** What the file system said, as an error of ours; its words name paths and stay in `cause`. */
export function folderError(error: unknown, store: string, folder: string): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") return new AppError("disk-full", { folder }, { cause: error });
  const isRefusal = ["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code);
  return new AppError(
    isRefusal ? "store-refused" : "store-failed",
    { store, detail: code },
    { cause: error },
  );
}
