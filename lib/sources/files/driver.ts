import { createHash } from "node:crypto";
import path from "node:path";
import { AppError } from "#lib/kernel";
import type { FileReading, SourceDriverFactory, SourceTools } from "../definition.ts";
import { describeFiles, openFileSession, partitionOf } from "../file-session.ts";
import { allowedPath, findFile } from "../find-file.ts";
import { pathNamed } from "../path-asked.ts";
import { chosenReading, isPattern, readingFacts } from "../reading-fields.ts";
import type { FilesConfig } from "./definition.ts";
import { matchingFiles } from "./matching-files.ts";

/** Files of one pattern; more is most likely a pattern that means something else. */
const mostFiles = 10_000;

type ConfiguredFile = FilesConfig["files"][number];

const labelOf = (file: ConfiguredFile): string => file.label ?? path.basename(file.path ?? file.table);

/** A file by the path that people know it by, and where it really lies. */
interface PlacedFile {
  readonly place: string;
  readonly real: string;
}

/** All files of a pattern, by name, so that they are read in the same order again. */
async function matching(pattern: string, label: string, tools: SourceTools): Promise<readonly PlacedFile[]> {
  const found: PlacedFile[] = [];
  for await (const place of matchingFiles(pattern)) {
    found.push({ place, real: await allowedPath(place, label, tools) });
    if (found.length > mostFiles)
      throw new AppError("files-too-many", { file: label, limit: String(mostFiles) });
  }
  if (found.length === 0) throw new AppError("file-missing", { file: label });
  return found.sort((a, b) => (a.place < b.place ? -1 : 1));
}

async function placesOf(file: ConfiguredFile, tools: SourceTools): Promise<readonly PlacedFile[]> {
  const label = labelOf(file);
  const wanted = path.resolve(file.path ?? "");
  return file.upload === undefined && isPattern(wanted)
    ? matching(wanted, label, tools)
    : [{ place: file.upload === undefined ? wanted : label, real: await findFile(file, label, tools) }];
}

interface PlacedReading extends FileReading {
  readonly place: string;
}

async function placedReadings(config: FilesConfig, tools: SourceTools): Promise<readonly PlacedReading[]> {
  const all: PlacedReading[] = [];
  for (const file of config.files) {
    for (const { place, real } of await placesOf(file, tools)) {
      // By the names that lead to it: those of links among them.
      const partition = file.upload === undefined ? partitionOf(place) : undefined;
      all.push({
        table: file.table,
        label: isPattern(file.path ?? "") ? path.basename(place) : labelOf(file),
        place,
        path: real,
        ...chosenReading(file),
        ...(partition === undefined ? {} : { partition }),
      });
    }
  }
  return all;
}

/** As the sandbox takes them, who knows nothing of places. */
const readings = async (config: FilesConfig, tools: SourceTools): Promise<readonly FileReading[]> =>
  (await placedReadings(config, tools)).map(({ place: _place, ...file }) => file);

/** Reads files through a locked-down child process; nothing of them is parsed here. */
export const filesDriver: SourceDriverFactory<FilesConfig> = (tools) => ({
  async test(config, signal) {
    const facts = await tools.files.inspect(await readings(config, tools), { signal });
    return { server: facts.map((f) => `${f.table}: ${f.format}`).join(", "), warnings: [] };
  },

  introspect: async (config, signal) => describeFiles(await readings(config, tools), tools.files, signal),

  open: async (config, options) => {
    const placed = (await placedReadings(config, tools)).map(({ place, ...file }) => ({
      place,
      is: file.path,
      file,
    }));
    const files = placed.map(({ file }) => file);
    return openFileSession(async () => files, tools.files, options, {
      fileAt: async (wanted) => pathNamed(placed, wanted) ?? "unknown",
    });
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
