import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import {
  type Manifest,
  manifestSchema,
  type NewRunEvent,
  privacyReportSchema,
  provenanceReportSchema,
  qualityReportSchema,
} from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { Artefacts, BoundSource, Keys, Ports, PublishCandidate, StoredFile } from "#lib/pipeline/server";
import { folderManifest } from "./folder-manifest.ts";
import { sealWatermarks, watermarksFile, watermarksIn } from "./folder-watermarks.ts";

/**
 * The pipeline's ports on a plain folder. A version is complete in the folder or not there: files wait in a hidden folder
 * of their own beside the old ones, and `manifest.json`, which names every file with its hash, leaves first and comes last.
 */
export interface FolderTask {
  readonly runId: string;
  readonly module: string;
  /** Where the version goes. */
  readonly out: string;
  /** Private, for raw rows; made and removed by the caller. */
  readonly staging: string;
  /** Where rejected raw rows go; absent: they are only counted. */
  readonly quarantine?: string;
  readonly keys: Keys;
  /** Values that the document refers to. */
  readonly values: Awaited<ReturnType<NonNullable<Artefacts["values"]>>>;
  readonly sources: readonly BoundSource[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: NewRunEvent) => void;
}

const versionSchema = z.object({
  number: z.number().int(),
  versionId: z.string(),
  ...manifestSchema.shape,
  // Reports of another product version may have another shape: then there is nothing to compare with.
  reports: z
    .object({
      quality: qualityReportSchema,
      privacy: privacyReportSchema.optional().catch(undefined),
      provenance: provenanceReportSchema.optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** The version that a folder holds; undefined where there is none of ours. */
async function versionIn(out: string) {
  const text = await readFile(path.join(out, "manifest.json"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return versionSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Says in our words why a folder could not be written. */
async function writing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = codeOf(cause) === "ENOSPC" ? "disk-full" : "folder-read-only";
    throw new AppError(code, { folder }, { cause });
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, "r");
  await handle.sync().finally(() => handle.close());
}

/** Moves a file, between file systems too. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== "EXDEV") throw error;
    await copyFile(from, to);
    await rm(from);
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", 0o644);
  await handle.writeFile(text).finally(() => handle.close());
  await sync(file);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function artefacts(task: FolderTask, waiting: string): Artefacts {
  const { quarantine } = task;
  return {
    staging: task.staging,
    values: async () => task.values,
    keep: (file, fileName): Promise<StoredFile> =>
      writing(task.out, async () => {
        await mkdir(waiting, { recursive: true });
        const sha256 = await sha256Of(file);
        const { size } = await stat(file);
        const kept = path.join(waiting, fileName);
        await move(file, kept);
        await chmod(kept, 0o644);
        await sync(kept);
        return { sha256, bytes: size, path: kept };
      }),
    ...(quarantine === undefined
      ? {}
      : {
          quarantine: (table: string, file: string) =>
            writing(quarantine, async () => {
              await mkdir(quarantine, { recursive: true, mode: 0o700 });
              await chmod(quarantine, 0o700);
              const kept = path.join(quarantine, `${encodeURIComponent(table)}.parquet`);
              // Raw rows: nobody else may open the file at any moment.
              await chmod(file, 0o600);
              await move(file, kept);
              await chmod(kept, 0o600);
            }),
        }),
  };
}

/** Puts what waits into the folder; what an earlier version left there and this one does not have goes. */
async function reveal(task: FolderTask, waiting: string, names: readonly string[], old: readonly string[]) {
  const manifest = path.join(task.out, "manifest.json");
  await rm(manifest, { force: true });
  for (const name of old.filter((file) => !names.includes(file))) {
    await rm(path.join(task.out, path.basename(name)), { force: true });
  }
  for (const name of names) await rename(path.join(waiting, name), path.join(task.out, name));
  await rename(path.join(waiting, "manifest.json"), manifest);
  await sync(task.out);
  await rm(waiting, { recursive: true, force: true });
}

const documents = ["metadata.jsonld", "croissant.json"];

export function folderPorts(task: FolderTask): Ports {
  const waiting = path.join(task.out, `.etlx-${task.runId}`);
  const assertRunning = async () => {
    if (task.signal.aborted) throw new AppError("run-cancelled");
  };
  const publish = (candidate: PublishCandidate) =>
    writing(task.out, async () => {
      const before = await versionIn(task.out);
      const number = (before?.number ?? 0) + 1;
      const { jsonld, croissant } = candidate.describe(number);
      await mkdir(waiting, { recursive: true });
      await writeWhole(path.join(waiting, "metadata.jsonld"), jsonld);
      await writeWhole(path.join(waiting, "croissant.json"), croissant);
      const manifest = folderManifest(candidate, number);
      await writeWhole(path.join(waiting, "manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
      const { watermarks, versionId } = candidate;
      const ofSources = watermarks.size > 0 ? [watermarksFile] : [];
      if (watermarks.size > 0)
        await writeWhole(
          path.join(waiting, watermarksFile),
          await sealWatermarks(watermarks, versionId, task.keys),
        );
      await assertRunning();
      const files = (of: Manifest | undefined) => of?.tables.map((table) => table.file) ?? [];
      const names = [...files(candidate.manifest), ...documents, ...ofSources];
      await reveal(task, waiting, names, [...files(before), watermarksFile]);
      return { number };
    });
  return {
    journal: {
      attempt: 1,
      emit: task.onEvent,
      finished: async () => new Map(),
      startStage: assertRunning,
      finishStage: async () => undefined,
      assertOwned: assertRunning,
    },
    registry: {
      kind: "publication",
      // A folder has no roles: who may read the source and write the folder decides.
      assertApproved: async () => undefined,
      previous: async () => {
        const before = await versionIn(task.out);
        const watermarks = before && (await watermarksIn(task.out, before.versionId, task.keys));
        return (
          before && {
            number: before.number,
            versionId: before.versionId,
            manifest: manifestSchema.parse(before),
            quality: before.reports?.quality,
            privacy: before.reports?.privacy,
            provenance: before.reports?.provenance,
            ...(watermarks ? { watermarks } : {}),
            file: async (table) => {
              const found = before.tables.find(({ name }) => name === table)?.file;
              // The manifest is a file that anybody may have edited: only names in its folder are files of its.
              const file = found === undefined ? undefined : path.join(task.out, path.basename(found));
              return file && (await stat(file).catch(() => undefined)) ? file : undefined;
            },
          }
        );
      },
      publish,
      addresses: (number) => ({
        module: `urn:etl-express:${task.module}`,
        version: `urn:etl-express:${task.module}:${number}`,
        file: (name) => name,
      }),
    },
    keys: task.keys,
    artefacts: artefacts(task, waiting),
    sources: task.sources,
    stores: [],
  };
}

/** Removes what a run that did not publish left in its folder; the folder too where the run had made it. */
export async function clearFolder(out: string, runId: string, made: boolean): Promise<void> {
  await rm(path.join(out, `.etlx-${runId}`), { recursive: true, force: true });
  if (made) await rm(out, { recursive: true, force: true });
}
