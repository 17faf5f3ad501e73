import { AppError } from "#lib/kernel";
import { TooMuchAnswered } from "./run-script.ts";
import { postgresStoreError } from "./store-error.ts";

const lineOf = (error: unknown, script: string): number => {
  const at = typeof error === "object" && error !== null && "position" in error ? Number(error.position) : 1;
  return Number.isSafeInteger(at)
    ? [...script].slice(0, at - 1).filter((char) => char === "\n").length + 1
    : 1;
};

/** What the server said of a script, by its code: its words may quote a value and stay in `cause`. */
export function scriptError(error: unknown, store: string, script: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof TooMuchAnswered)
    return new AppError("upload-script-refused", {
      en: "its last statement gives more than 10,000 rows or 20 MB; one short row a table is expected.",
      ru: "последний оператор даёт больше 10 000 строк или 20 МБ, а ожидается одна короткая строка на таблицу.",
    });
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  // 08 and 57 (but for its own timeout) are the connection's and the server's troubles.
  if (!/^[0-9A-Z]{5}$/.test(code) || (/^(08|57|53)/.test(code) && code !== "57014"))
    return postgresStoreError(error, store);
  const line = lineOf(error, script);
  return new AppError("upload-script-failed", { store, detail: code, line }, { cause: error });
}
