import { parseJsonPlace, valueAt } from "./json-place.ts";
import { scalarText } from "./json-records.ts";
import type { HttpTable } from "./table-fields.ts";

/** What is known after a page, for finding the next one. */
export interface PageFacts {
  /** Where it was asked for. */
  readonly url: URL;
  /** From 1. */
  readonly page: number;
  readonly rows: number;
  readonly rowsSoFar: number;
  /** Of JSON. */
  readonly document?: unknown;
  readonly link?: string;
}

/** The address of a path under the base address, with the table's parameters. */
export function firstPage(base: string, table: HttpTable): URL {
  const url = new URL(table.path.replace(/^\//, ""), base.endsWith("/") ? base : `${base}/`);
  for (const { name, value } of table.query) url.searchParams.append(name, value);
  if (table.sizeParameter !== undefined) url.searchParams.set(table.sizeParameter, String(table.size));
  if (table.pagination === "page") url.searchParams.set(table.parameter ?? "page", String(table.first ?? 1));
  if (table.pagination === "offset")
    url.searchParams.set(table.parameter ?? "offset", String(table.first ?? 0));
  return url;
}

const withParameter = (url: URL, name: string, value: string | number): URL => {
  const next = new URL(url);
  next.searchParams.set(name, String(value));
  return next;
};

/** The target of the relation `next` in a Link header, RFC 8288. */
export function nextLink(header: string | undefined): string | undefined {
  const links = (header ?? "").matchAll(
    /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)/g,
  );
  for (const [, target, parameters = ""] of links) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i.exec(parameters);
    const names = (relation?.[1] ?? relation?.[2] ?? "").toLowerCase().split(/\s+/);
    if (names.includes("next")) return target;
  }
  return undefined;
}

/** A link to another origin is given back as it is, to be refused; one to the same host never falls back to plain HTTP. */
function resolved(target: string, from: URL): URL | undefined {
  const next = URL.parse(target, from);
  if (!next) return undefined;
  if (next.host === from.host) next.protocol = from.protocol;
  next.hash = "";
  return next;
}

/** Where the next page is; undefined after the last. A short page ends nothing: servers may cap its size. */
export function nextPage(table: HttpTable, facts: PageFacts): URL | undefined {
  const { url, page, rows, rowsSoFar } = facts;
  switch (table.pagination) {
    case "none":
      return undefined;
    case "page":
      return rows === 0
        ? undefined
        : withParameter(url, table.parameter ?? "page", (table.first ?? 1) + page);
    case "offset":
      return rows === 0
        ? undefined
        : withParameter(url, table.parameter ?? "offset", (table.first ?? 0) + rowsSoFar);
    case "link": {
      const target = nextLink(facts.link);
      return target === undefined ? undefined : resolved(target, url);
    }
    case "cursor": {
      const value = scalarText(valueAt(facts.document, parseJsonPlace(table.cursor ?? "") ?? []));
      if (value === undefined) return undefined;
      return table.parameter === undefined
        ? resolved(value, url)
        : withParameter(url, table.parameter, value);
    }
  }
}
