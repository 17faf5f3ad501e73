import { stat } from "node:fs/promises";
import { constants, DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "#lib/kernel";
import type { DatabaseFile } from "#lib/sources";
import { unreadableDatabase } from "./database-error.ts";

/** The longest value or row: a longer one is refused before memory is taken for it. */
const mostCellBytes = 32 << 20;

/** What a reading statement does; all else is refused. */
const readingActions: ReadonlySet<number> = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
  constants.SQLITE_RECURSIVE,
]);
/** Functions that look outside the database, whether this build has them or not. */
const refusedFunctions: ReadonlySet<string> = new Set([
  "load_extension",
  "fts3_tokenizer",
  "readfile",
  "writefile",
  "edit",
]);
/** Tables of SQLite's own about its pages and statements. */
const refusedTables: ReadonlySet<string> = new Set([
  "dbstat",
  "sqlite_dbpage",
  "sqlite_stmt",
  "bytecode",
  "tables_used",
]);

const actionNames: ReadonlyMap<number, string> = new Map(
  ["ATTACH", "DETACH", "PRAGMA", "INSERT", "UPDATE", "DELETE", "TRANSACTION", "SAVEPOINT"].flatMap((name) =>
    Object.entries(constants).flatMap(([key, code]) =>
      key === `SQLITE_${name}` ? [[code, name] as const] : [],
    ),
  ),
);

export interface OpenDatabase {
  readonly database: DatabaseSync;
  /** From here on only reading statements are prepared. */
  lock(): void;
  /** What was refused since it was locked, in words of ours. */
  refused(): string | undefined;
}

/**
 * SQLite runs in this thread: while a statement runs the end of the parent is not heard here, so another thread looks.
 */
function endWithParent(): void {
  const watch = `const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 500);`;
  new Worker(watch, { eval: true }).unref();
}

/** Opens a database that may hold anything: only for reading, without extensions, nothing in its schema trusted. */
export async function openDatabase({ path, label, isCopy }: DatabaseFile): Promise<OpenDatabase> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new AppError("file-missing", { file: label }, { cause });
  });
  if (size === 0) throw new AppError("file-empty", { file: label });
  endWithParent();
  const url = pathToFileURL(path);
  // Without locks and without files of SQLite's own beside it; whoever gave the file looks whether it changed.
  if (!isCopy) url.searchParams.set("immutable", "1");
  try {
    const database = new DatabaseSync(url, {
      readOnly: true,
      allowExtension: false,
      defensive: true,
      enableDoubleQuotedStringLiterals: false,
      readBigInts: true,
      returnArrays: true,
      limits: { length: mostCellBytes, attach: 0, sqlLength: 1 << 20 },
    });
    database.exec("pragma trusted_schema = off; pragma cell_size_check = on; pragma mmap_size = 0");
    // The first look at the file itself.
    database.prepare("select count(*) from sqlite_schema").get();
    let refusal: string | undefined;
    return {
      database,
      lock: () =>
        database.setAuthorizer((action, first, second) => {
          const name = (action === constants.SQLITE_FUNCTION ? second : first)?.toLowerCase() ?? "";
          const isRefused =
            (action === constants.SQLITE_FUNCTION && refusedFunctions.has(name)) ||
            (action === constants.SQLITE_READ && (refusedTables.has(name) || name.startsWith("pragma_")));
          if (readingActions.has(action) && !isRefused) return constants.SQLITE_OK;
          refusal = isRefused ? name : (actionNames.get(action) ?? "SELECT");
          return constants.SQLITE_DENY;
        }),
      refused: () => refusal,
    };
  } catch (error) {
    throw unreadableDatabase(error, label);
  }
}
