/** A part of a file, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part that a Range header asks for (RFC 9110, 14.1). `whole`: none, not understood, or several at once, which a server may
 * answer in full. `unsatisfiable`: beyond the end.
 */
export function byteRange(header: string | null, size: number): ByteRange | "whole" | "unsatisfiable" {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  const [, from = "", to = ""] = match ?? [];
  if (match === null || (from === "" && to === "")) return "whole";
  if (from === "") {
    const length = Number(to);
    if (length === 0 || size === 0) return "unsatisfiable";
    return { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(from);
  if (to !== "" && Number(to) < start) return "whole";
  if (start >= size) return "unsatisfiable";
  return { start, end: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}

/** Whether an If-None-Match or If-Range header names this strong tag. */
export function matchesTag(header: string | null, tag: string, comparison: "weak" | "strong"): boolean {
  if (header === null) return false;
  if (header.trim() === "*") return comparison === "weak";
  return header
    .split(",")
    .map((part) => part.trim())
    .some((part) => part === tag || (comparison === "weak" && part === `W/${tag}`));
}
