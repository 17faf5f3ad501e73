import { createHash } from "node:crypto";
import { glob, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/kernel";
import type { FileReading, SourceDriverFactory, SourceTools } from "../definition.ts";
import { describeFiles, openFileSession, partitionOf } from "../file-session.ts";
import { allowedPath, findFile } from "../find-file.ts";
import { chosenReading, isPattern, readingFacts } from "../reading-fields.ts";
import type { FilesConfig } from "./definition.ts";

/** Files of one pattern; more is most likely a pattern that means something else. */
const mostFiles = 10_000;

type ConfiguredFile = FilesConfig["files"][number];

const labelOf = (file: ConfiguredFile): string => file.label ?? path.basename(file.path ?? file.table);

/** All files of a pattern, by name, so that they are read in the same order again. */
async function matching(pattern: string, label: string, tools: SourceTools): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const entry of glob(pattern, { withFileTypes: true })) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    const real = await allowedPath(path.join(entry.parentPath, entry.name), label, tools);
    if (!(await stat(real)).isFile()) continue;
    found.push(real);
    if (found.length > mostFiles)
      throw new AppError("files-too-many", { file: label, limit: String(mostFiles) });
  }
  if (found.length === 0) throw new AppError("file-missing", { file: label });
  return found.sort();
}

async function pathsOf(file: ConfiguredFile, tools: SourceTools): Promise<readonly string[]> {
  const label = labelOf(file);
  const wanted = path.resolve(file.path ?? "");
  return file.upload === undefined && isPattern(wanted)
    ? matching(wanted, label, tools)
    : [await findFile(file, label, tools)];
}

async function readings(config: FilesConfig, tools: SourceTools): Promise<readonly FileReading[]> {
  const all: FileReading[] = [];
  for (const file of config.files) {
    for (const place of await pathsOf(file, tools)) {
      const partition = file.upload === undefined ? partitionOf(place) : undefined;
      all.push({
        table: file.table,
        label: isPattern(file.path ?? "") ? path.basename(place) : labelOf(file),
        path: place,
        ...chosenReading(file),
        ...(partition === undefined ? {} : { partition }),
      });
    }
  }
  return all;
}

/** Reads files through a locked-down child process; nothing of them is parsed here. */
export const filesDriver: SourceDriverFactory<FilesConfig> = (tools) => ({
  async test(config, signal) {
    const facts = await tools.files.inspect(await readings(config, tools), { signal });
    return { server: facts.map((f) => `${f.table}: ${f.format}`).join(", "), warnings: [] };
  },

  introspect: async (config, signal) => describeFiles(await readings(config, tools), tools.files, signal),

  open: async (config, options) => {
    const files = await readings(config, tools);
    return openFileSession(async () => files, tools.files, options);
  },

  fingerprint: (config) =>
    createHash("sha256")
      .update(
        JSON.stringify(
          config.files.map((f) => [f.table, f.path ?? `upload:${f.upload}`, ...readingFacts(f)]),
        ),
      )
      .digest("hex"),
});
