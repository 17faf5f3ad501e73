import { AppError } from "#lib/kernel";
import type { LiteralValue } from "../fragment.ts";
import type { Quoting } from "../render.ts";

function literal(value: LiteralValue): string {
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return `'${value}'::double`;
    return Number.isSafeInteger(value) ? String(value) : `${value}::double`;
  }
  if (value.includes("\0"))
    throw new AppError("request-invalid", { detail: "a text holds the character U+0000" });
  return `'${value.replaceAll("'", "''")}'`;
}

/** How DuckDB writes names, literals and parameters. Texts keep backslashes as they are. */
export const duckdbQuoting: Quoting = {
  name: (name) => `"${name.replaceAll('"', '""')}"`,
  literal,
  parameter: (index) => `$${index}::blob`,
};
