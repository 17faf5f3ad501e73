import path from "node:path";
import { AppError, newId } from "#lib/kernel";
import { mostGotBytes, type PathFound, type PathRefusal } from "../path-asked.ts";
import { type Fetching, fetchPage } from "./fetch-page.ts";
import { pathPattern } from "./table-fields.ts";

/** What stands for a table where a script asks for a path: that may hold data, and is told nowhere. */
export const askedPath = "source.get";

/** The address of a path below the base address: what lies beside it is nobody's to ask for with its credentials. */
function addressBelow(base: string, wanted: string): URL | undefined {
  if (wanted.length > 2000 || !pathPattern.test(wanted)) return undefined;
  const root = new URL(base.endsWith("/") ? base : `${base}/`);
  const url = URL.parse(wanted.replace(/^\//, ""), root);
  return url?.origin === root.origin && url.pathname.startsWith(root.pathname) ? url : undefined;
}

/** Fetches a path that a script asks for, as tables are fetched: the same credentials, pace and limits. */
export async function fetchPath(
  fetching: Fetching,
  base: string,
  wanted: string,
  folder: string,
): Promise<PathFound | PathRefusal> {
  const url = addressBelow(base, wanted);
  if (!url) return "unknown";
  const file = path.join(folder, `${newId()}.got`);
  const params = { source: url.origin, table: askedPath, page: 1 };
  try {
    const found = await fetchPage(fetching, url, { file, mostBytes: mostGotBytes }, params);
    if (found.url.origin !== url.origin)
      throw new AppError("api-redirect-refused", { ...params, detail: found.url.host });
  } catch (error) {
    if (error instanceof AppError && error.code === "source-too-large") return "too-large";
    throw error;
  }
  return { fetched: file };
}
