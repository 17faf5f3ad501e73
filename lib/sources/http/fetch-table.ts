import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { AppError, newId } from "#lib/kernel";
import type { FileReading } from "../definition.ts";
import { appendRows } from "./append-rows.ts";
import { type Fetching, fetchPage, type Page } from "./fetch-page.ts";
import { parseJsonPlace } from "./json-place.ts";
import { parseExactly, recordLines } from "./json-records.ts";
import { firstPage, nextPage } from "./next-page.ts";
import type { HttpTable } from "./table-fields.ts";

/** A page of JSON is held in memory whole, with what is made of it. */
const mostJsonBytes = 64 << 20;

type Format = "json" | "ndjson" | "csv";

async function beginningOf(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString("latin1")
      .replace(/^\xEF\xBB\xBF/, "")
      .trimStart();
  } finally {
    await handle.close();
  }
}

async function formatOf(table: HttpTable, { headers, url }: Page, file: string): Promise<Format> {
  if (table.format !== "auto") return table.format;
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (/ndjson|jsonl|json-lines|json-seq/.test(type) || /\.(?:ndjson|jsonl)$/i.test(url.pathname))
    return "ndjson";
  if (/[/+]json$/.test(type)) return "json";
  if (/^(?:text|application)\/csv$/.test(type) || /\.csv$/i.test(url.pathname)) return "csv";
  return /^[[{]/.test(await beginningOf(file)) ? "json" : "csv";
}

/** The encoding that a CSV answer names; JSON is always UTF-8 (RFC 8259, 8.1). */
const charsetOf = ({ headers }: Page): string =>
  /charset\s*=\s*"?([A-Za-z0-9_.:-]{1,40})"?/i.exec(headers["content-type"] ?? "")?.[1]?.toLowerCase() ??
  "auto";

interface Rows {
  readonly rows: number;
  readonly document?: unknown;
  readonly header?: string;
}

/** A table as far as it was fetched. */
export interface FetchedTable {
  readonly readings: readonly FileReading[];
  /** A list without records, which names no columns. */
  readonly isNameless: boolean;
  readonly rows: number;
  /** Whether there were further pages, which nobody wanted. */
  readonly isWhole: boolean;
}

/** Whether an answer says, as the table's settings have it, that the page before was the last. */
const isPastTheEnd = ({ pagination, endsWith404 }: HttpTable, error: unknown): boolean =>
  endsWith404 === true &&
  ["page", "offset"].includes(pagination) &&
  error instanceof AppError &&
  error.code === "api-status" &&
  error.params.status === 404;

/** Fetches the pages of a table one after another into one file of rows. */
export async function fetchTable(
  fetching: Fetching,
  base: string,
  table: HttpTable,
  options: {
    readonly folder: string;
    readonly pages?: number;
    /** Rows that are enough: no further page is asked for once they are there. */
    readonly enough?: number | undefined;
  },
): Promise<FetchedTable> {
  const name = path.join(options.folder, newId());
  const page = `${name}.page`;
  const rowsFile = `${name}.rows`;
  const target = await open(rowsFile, "wx", 0o600);
  try {
    const { format, encoding, ...found } = await fetchPages(fetching, base, table, {
      page,
      target,
      pages: options.pages,
      enough: options.enough,
    });
    return {
      ...found,
      isNameless: found.rows === 0 && format !== "csv",
      readings: [
        {
          table: table.table,
          label: table.table,
          path: rowsFile,
          format,
          compression: "none",
          encoding,
          header: "yes",
        },
      ],
    };
  } finally {
    await target.close();
    await rm(page, { force: true });
  }
}

async function fetchPages(
  fetching: Fetching,
  base: string,
  table: HttpTable,
  files: {
    readonly page: string;
    readonly target: FileHandle;
    readonly pages?: number;
    readonly enough?: number | undefined;
  },
): Promise<{
  readonly format: "csv" | "ndjson";
  readonly encoding: string;
  readonly rows: number;
  readonly isWhole: boolean;
}> {
  const { origin } = new URL(base);
  const place = { table: table.table };
  const seen = new Set<string>();
  let url: URL | undefined = firstPage(base, table);
  let format: Format | undefined;
  let encoding = "auto";
  let header: string | undefined;
  let isWhole = true;
  let [bytes, rowsSoFar, lastSha256] = [0, 0, ""];
  for (let number = 1; url !== undefined; number++) {
    const params = { source: origin, table: table.table, page: number };
    if (url.origin !== origin)
      throw new AppError("api-redirect-refused", { ...params, detail: url.host }, { place });
    if (number > table.mostPages)
      throw new AppError("api-pages-too-many", { ...params, limit: table.mostPages }, { place });
    if (seen.has(url.href)) throw new AppError("api-pages-repeat", params, { place });
    seen.add(url.href);
    const fetched = await fetchPage(
      fetching,
      url,
      { file: files.page, mostBytes: table.mostBytes - bytes },
      params,
    ).catch((error: unknown) => {
      if (rowsSoFar > 0 && isPastTheEnd(table, error)) return undefined;
      throw error;
    });
    if (!fetched) {
      isWhole = true;
      break;
    }
    bytes += fetched.bytes;
    format ??= await formatOf(table, fetched, files.page);
    if (number === 1 && format === "csv") encoding = charsetOf(fetched);
    const found = await takeRows(table, format, fetched, files, { page: number, header });
    header ??= found.header;
    // A server that knows nothing of the parameter answers with the same page for ever.
    if (found.rows > 0 && fetched.sha256 === lastSha256 && ["page", "offset"].includes(table.pagination))
      throw new AppError("api-pages-repeat", params, { place });
    lastSha256 = fetched.sha256;
    rowsSoFar += found.rows;
    const link = fetched.headers.link;
    const next = nextPage(table, {
      url,
      page: number,
      rows: found.rows,
      rowsSoFar,
      document: found.document,
      link: Array.isArray(link) ? link.join(", ") : link,
    });
    const isEnough = number === files.pages || (files.enough !== undefined && rowsSoFar >= files.enough);
    isWhole = next === undefined;
    url = isEnough ? undefined : next;
  }
  const known = { rows: rowsSoFar, isWhole };
  return format === "csv"
    ? { format, encoding, ...known }
    : { format: "ndjson", encoding: "utf-8", ...known };
}

async function takeRows(
  table: HttpTable,
  format: Format,
  fetched: Page,
  { page, target }: { readonly page: string; readonly target: FileHandle },
  at: { readonly page: number; readonly header: string | undefined },
): Promise<Rows> {
  const params = { table: table.table, page: at.page };
  const place = { table: table.table };
  if (format !== "json") {
    const appended = await appendRows(page, target, format, at.header);
    if (!appended) throw new AppError("api-columns-changed", params, { place });
    return appended;
  }
  if (fetched.bytes > mostJsonBytes)
    throw new AppError("api-page-too-large", { ...params, limit: `${mostJsonBytes >> 20} MB` }, { place });
  let document: unknown;
  try {
    document = parseExactly(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(page)));
  } catch {
    // What the parser says quotes the answer.
    throw new AppError("api-answer-invalid", { ...params, format: "JSON" }, { place });
  }
  const lines = recordLines(document, parseJsonPlace(table.records ?? "") ?? []);
  if (!lines) throw new AppError("api-records-missing", { ...params, path: table.records ?? "$" }, { place });
  if (lines.length > 0) await target.appendFile(`${lines.join("\n")}\n`);
  return { rows: lines.length, document };
}
