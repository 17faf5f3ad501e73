import type { ModuleDocument } from "../document.ts";
import { fitsPattern } from "../pattern-rules.ts";
import type { Report } from "./report.ts";

/** A pattern that fits nothing protects nothing, whatever its author thought. */
export function checkPatterns(document: ModuleDocument, report: Report): void {
  for (const [index, { match }] of (document.patterns ?? []).entries()) {
    const fits = document.tables.some(({ columns }) => columns.some(({ name }) => fitsPattern(match, name)));
    if (!fits) report.at("patterns", index, "match").add("pattern-unused", { match });
  }
}
