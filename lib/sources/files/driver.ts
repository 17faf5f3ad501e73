import { createHash } from "node:crypto";
import path from "node:path";
import { AppError } from "#lib/kernel";
import type { FileReading, SourceDriverFactory, SourceTools } from "../definition.ts";
import { describeFiles, openFileSession, partitionOf } from "../file-session.ts";
import { allowedNow, findFile } from "../find-file.ts";
import { pathNamed } from "../path-asked.ts";
import { chosenReading, isPattern, readingFacts } from "../reading-fields.ts";
import type { FilesConfig } from "./definition.ts";
import { matchingFiles, type PlacedFile } from "./matching-files.ts";

type ConfiguredFile = FilesConfig["files"][number];

const labelOf = (file: ConfiguredFile): string => file.label ?? path.basename(file.path ?? file.table);

/** All files of a pattern. */
async function matching(
  pattern: string,
  label: string,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<readonly PlacedFile[]> {
  const found = await matchingFiles(pattern, { label, assertAllowed: await allowedNow(tools), signal });
  if (found.length === 0) throw new AppError("file-missing", { file: label });
  return found;
}

async function placesOf(
  file: ConfiguredFile,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<readonly PlacedFile[]> {
  const label = labelOf(file);
  const wanted = path.resolve(file.path ?? "");
  return file.upload === undefined && isPattern(wanted)
    ? matching(wanted, label, tools, signal)
    : [{ place: file.upload === undefined ? wanted : label, real: await findFile(file, label, tools) }];
}

interface PlacedReading extends FileReading {
  readonly place: string;
}

async function placedReadings(
  config: FilesConfig,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<readonly PlacedReading[]> {
  const all: PlacedReading[] = [];
  for (const file of config.files) {
    for (const { place, real } of await placesOf(file, tools, signal)) {
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
const readings = async (
  config: FilesConfig,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<readonly FileReading[]> =>
  (await placedReadings(config, tools, signal)).map(({ place: _place, ...file }) => file);

/** Reads files through a locked-down child process; nothing of them is parsed here. */
export const filesDriver: SourceDriverFactory<FilesConfig> = (tools) => ({
  async test(config, signal) {
    const facts = await tools.files.inspect(await readings(config, tools, signal), { signal });
    return { server: facts.map((f) => `${f.table}: ${f.format}`).join(", "), warnings: [] };
  },

  introspect: async (config, signal) =>
    describeFiles(await readings(config, tools, signal), tools.files, signal),

  open: async (config, options) => {
    const placed = (await placedReadings(config, tools, options.signal)).map(({ place, ...file }) => ({
      place,
      is: file.path,
      file,
    }));
    const files = placed.map(({ file }) => file);
    return openFileSession(async () => files, tools.files, options, {
      fileAt: async (wanted) => {
        const found = pathNamed(placed, wanted);
        return found ? { listed: found.file } : "unknown";
      },
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
