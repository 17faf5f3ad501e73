import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { SourceTable } from "#lib/contracts";
import { AppError, newId } from "#lib/kernel";
import type { FileReading, FileSandbox, SessionOptions, SourceFile, SourceSession } from "./definition.ts";
import { countScripts } from "./file-cost.ts";
import { inParallel } from "./in-parallel.ts";
import { mostGotBytes, type PathFound, type PathRefusal } from "./path-asked.ts";
import { quotedTable } from "./table-names.ts";

/** Rows of a file that a sample is taken of. */
const mostSampledRows = 1_000_000;

/** Values that folders of a path give to what lies in them, `year=2024/month=01/part.parquet`. */
export function partitionOf(file: string): Readonly<Record<string, string>> | undefined {
  const found = file
    .split(/[\\/]/)
    .slice(0, -1)
    .flatMap((segment) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/.exec(segment) ?? [];
      return name === undefined || value === undefined ? [] : [[name, decoded(value)] as const];
    });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Files that are read for their hashes at once: more would only wait for the same disk. */
const hashedAtOnce = 4;

/** A file as it was first seen. */
interface Stamp {
  readonly text: string;
  readonly bytes: number;
}

/** Size and time of a file: whether it is still the one that the session began with. */
async function stampOf(file: FileReading): Promise<Stamp> {
  const { ino, size, mtimeNs } = await stat(file.path, { bigint: true });
  return { text: `${ino}/${size}/${mtimeNs}`, bytes: Number(size) };
}

/** Files have no snapshot: what changes while it is read is refused. */
async function assertUnchanged(file: FileReading, before: Stamp): Promise<void> {
  const now = await stampOf(file).catch(() => undefined);
  if (now?.text !== before.text) throw new AppError("file-changed", { file: file.label });
}

/** What was read, for the version's provenance: whoever has the file can see that it is the one. */
export async function contentOf(
  { table, path: file }: Pick<FileReading, "table" | "path">,
  signal: AbortSignal,
): Promise<SourceFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file, { signal })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { table, bytes, sha256: hash.digest("hex") };
}

/** Tables of files as introspection shows them. */
export async function describeFiles(
  files: readonly FileReading[],
  sandbox: FileSandbox,
  signal: AbortSignal,
): Promise<readonly SourceTable[]> {
  const facts = await sandbox.inspect(files, { signal });
  return facts.map((file) => ({
    name: file.table,
    kind: "file" as const,
    columns: [...file.columns],
    primaryKey: [],
    foreignKeys: [],
    ...(file.estimatedRows === undefined ? {} : { estimatedRows: file.estimatedRows }),
  }));
}

/**
 * A session over files on this machine: scripts run over them as tables in a locked-down process.
 * @param filesFor the files that a script may need, brought here where they lie elsewhere; the same ones again each time
 * @param options.onClose removes what was brought here
 * @param options.fileAt finds what a script asks for by its path, and brings it here
 */
export async function openFileSession(
  filesFor: (script: string, table?: string) => Promise<readonly FileReading[]>,
  sandbox: FileSandbox,
  { signal, scratch, sample, parameters = [] }: SessionOptions,
  options: {
    readonly snapshotAt?: Date;
    readonly onClose?: () => Promise<void>;
    readonly fileAt?: (path: string) => Promise<PathFound | PathRefusal>;
  } = {},
): Promise<SourceSession> {
  const before = new Map<FileReading, Stamp>();
  /** What was fetched for questions of scripts is told all together: by the hash of one answer it could be guessed. */
  const fetched = { files: 0, bytes: 0 };
  /** As the session first saw it. */
  const remembered = async (file: FileReading): Promise<Stamp> => {
    const stamp = before.get(file) ?? (await stampOf(file));
    before.set(file, stamp);
    return stamp;
  };
  const assertAllUnchanged = async (): Promise<void> => {
    for (const [file, stamp] of before) await assertUnchanged(file, stamp);
  };
  const needed = async (script: string, table?: string): Promise<readonly FileReading[]> => {
    const files = await filesFor(script, table);
    for (const file of files) await remembered(file);
    return files;
  };
  // What lies here already is what it was when the session began.
  await needed("");
  const scripts = countScripts();
  const snapshotAt = options.snapshotAt ?? new Date();
  const folder = path.join(scratch, `files-${newId()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { fileAt } = options;
  const get = async (wanted: string, target: string): Promise<"done" | PathRefusal> => {
    const found = (await fileAt?.(wanted)) ?? "unknown";
    if (typeof found === "string") return found;
    if ("fetched" in found) {
      fetched.files += 1;
      fetched.bytes += (await stat(found.fetched)).size;
      await copyFile(found.fetched, target);
      await rm(found.fetched);
      return "done";
    }
    const stamp = await remembered(found.listed);
    if (stamp.bytes > mostGotBytes) return "too-large";
    await copyFile(found.listed.path, target);
    await assertUnchanged(found.listed, stamp);
    return "done";
  };
  return {
    snapshotAt,
    ...(fileAt ? { get } : {}),
    async describe(table, script) {
      const files = await needed(script, table);
      const { columns } = await sandbox.run({ files, table, script, scratch: folder, signal, parameters });
      return columns;
    },
    async extract(table, script) {
      const output = { databaseFile: path.join(folder, `${newId()}.duckdb`), table: "rows" };
      const files = await needed(script, table);
      const { columns } = await scripts.run(() =>
        sandbox.run({
          files,
          table,
          script,
          output,
          scratch: folder,
          signal,
          parameters,
          ...(sample === undefined ? {} : { sample }),
        }),
      );
      await assertAllUnchanged();
      return { kind: "database", columns, file: output.databaseFile, table: output.table };
    },
    async sampleScript(target, rows) {
      const from = "script" in target ? `(\n${target.script}\n)` : quotedTable({ name: target.name });
      // A reservoir over the first rows only: a file of any size is looked at in bounded time.
      return `select * from (select * from ${from} as q limit ${mostSampledRows}) as q using sample reservoir(${rows} rows) repeatable (1)`;
    },
    async files() {
      const contents = await inParallel([...before.keys()], hashedAtOnce, contentOf, signal);
      await assertAllUnchanged();
      return contents;
    },
    cost: () =>
      scripts.cost(
        [...before.values()].map(({ bytes }) => bytes),
        fetched,
      ),
    close: async () => {
      await rm(folder, { recursive: true, force: true });
      await options.onClose?.();
    },
  };
}
