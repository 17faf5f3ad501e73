import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, realpath, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError, newId } from "#lib/kernel";
import type { FileReading, SourceDriverFactory, SourceFile, SourceTools } from "../definition.ts";
import { quotedTable } from "../table-names.ts";
import type { FilesConfig } from "./definition.ts";

/** Rows of a file that a sample is taken of. */
const mostSampledRows = 1_000_000;

type ConfiguredFile = FilesConfig["files"][number];

const labelOf = (file: ConfiguredFile): string => file.label ?? path.basename(file.path ?? file.table);

/** The real place of a file, links resolved; throws where it is missing or lies outside what an administrator allows. */
async function locate(file: ConfiguredFile, tools: SourceTools): Promise<string> {
  const label = labelOf(file);
  const missing = (cause?: unknown) => new AppError("file-missing", { file: label }, { cause });
  if (file.upload !== undefined) {
    if (!tools.uploadPath) throw missing();
    return tools.uploadPath(file.upload).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : missing(cause);
    });
  }
  const wanted = path.resolve(file.path ?? "");
  const real = await realpath(wanted).catch((cause: unknown) => {
    throw missing(cause);
  });
  if (tools.fileRoots !== undefined) {
    const roots = await Promise.all(tools.fileRoots.map((root) => realpath(root).catch(() => undefined)));
    const isInside = roots.some((root) => root !== undefined && real.startsWith(root + path.sep));
    if (!isInside) throw new AppError("file-outside-roots", { file: label });
  }
  if (!(await stat(real)).isFile()) throw missing();
  return real;
}

async function readings(config: FilesConfig, tools: SourceTools): Promise<readonly FileReading[]> {
  return Promise.all(
    config.files.map(async (file) => ({
      table: file.table,
      label: labelOf(file),
      path: await locate(file, tools),
      format: file.format,
      compression: file.compression,
      encoding: file.encoding,
      header: file.header,
      ...(file.delimiter === undefined ? {} : { delimiter: file.delimiter }),
      ...(file.quote === undefined ? {} : { quote: file.quote }),
    })),
  );
}

/** Size and time of each file: whether it is still the one that the session began with. */
async function stamps(files: readonly FileReading[]): Promise<ReadonlyMap<FileReading, string>> {
  const entries = await Promise.all(
    files.map(async (file) => {
      const facts = await stat(file.path, { bigint: true });
      return [file, `${facts.ino}/${facts.size}/${facts.mtimeNs}`] as const;
    }),
  );
  return new Map(entries);
}

/** Files have no snapshot: what changes while it is read is refused. */
async function assertUnchanged(before: ReadonlyMap<FileReading, string>): Promise<void> {
  const now = await stamps([...before.keys()]).catch(() => new Map<FileReading, string>());
  for (const [file, stamp] of before) {
    if (now.get(file) !== stamp) throw new AppError("file-changed", { file: file.label });
  }
}

/** What was read, for the version's provenance: whoever has the file can see that it is the one. */
async function contentOf({ table, path: file }: FileReading, signal: AbortSignal): Promise<SourceFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file, { signal })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { table, bytes, sha256: hash.digest("hex") };
}

/** Reads files through a locked-down child process; nothing of them is parsed here. */
export const filesDriver: SourceDriverFactory<FilesConfig> = (tools) => ({
  async test(config, signal) {
    const facts = await tools.files.inspect(await readings(config, tools), { signal });
    return { server: facts.map((f) => `${f.table}: ${f.format}`).join(", "), warnings: [] };
  },

  async introspect(config, signal) {
    const facts = await tools.files.inspect(await readings(config, tools), { signal });
    return facts.map((file) => ({
      name: file.table,
      kind: "file" as const,
      columns: [...file.columns],
      primaryKey: [],
      foreignKeys: [],
      ...(file.estimatedRows === undefined ? {} : { estimatedRows: file.estimatedRows }),
    }));
  },

  async open(config, { signal, scratch, sample }) {
    const files = await readings(config, tools);
    const before = await stamps(files);
    const snapshotAt = new Date();
    const folder = path.join(scratch, `files-${newId()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return {
      snapshotAt,
      async describe(table, script) {
        const { columns } = await tools.files.run({ files, table, script, scratch: folder, signal });
        return columns;
      },
      async extract(table, script) {
        const output = { databaseFile: path.join(folder, `${newId()}.duckdb`), table: "rows" };
        const { columns } = await tools.files.run({
          files,
          table,
          script,
          output,
          scratch: folder,
          signal,
          ...(sample === undefined ? {} : { sample }),
        });
        await assertUnchanged(before);
        return { kind: "database", columns, file: output.databaseFile, table: output.table };
      },
      async sampleScript(target, rows) {
        const from = "script" in target ? `(\n${target.script}\n)` : quotedTable({ name: target.name });
        // A reservoir over the first rows only: a file of any size is looked at in bounded time.
        return `select * from (select * from ${from} as q limit ${mostSampledRows}) as q using sample reservoir(${rows} rows) repeatable (1)`;
      },
      async files() {
        const contents: SourceFile[] = [];
        for (const file of files) contents.push(await contentOf(file, signal));
        await assertUnchanged(before);
        return contents;
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },

  fingerprint: (config) =>
    createHash("sha256")
      .update(
        JSON.stringify(
          config.files.map((f) => [
            f.table,
            f.path ?? `upload:${f.upload}`,
            f.format,
            f.compression,
            f.encoding,
            f.delimiter ?? null,
            f.quote ?? null,
            f.header,
          ]),
        ),
      )
      .digest("hex"),
});
