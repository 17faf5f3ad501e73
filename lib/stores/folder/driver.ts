import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  access,
  constants,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/kernel";
import type { StoreContext, StoreDriverFactory } from "../definition.ts";
import { whyEnded } from "../ended.ts";
import { mayTakeBack } from "../may-take-back.ts";
import { settleLatest } from "../settle-latest.ts";
import type { FolderConfig } from "./definition.ts";
import { copyFile, linkOrCopy, sync, tryFolder, writeAtomically } from "./files.ts";
import { partsOf, sharePlace } from "./shares-place.ts";
import { folderError } from "./store-error.ts";
import { sha256Of, straysIn } from "./strays.ts";

/**
 * `module/runs/<run>/` holds what a run wrote; `module/v<n>/` shows it as a version (hard links, no second copy where there are some), and the file
 * `module/latest` names the newest that has no file `withdrawn` in it. Everything appears by a rename, so that a reader sees all of it or nothing.
 */

const manifestFile = "manifest.json";
const latestFile = "latest";
const withdrawnFile = "withdrawn";

const moduleFolder = (config: FolderConfig, context: StoreContext): string =>
  path.join(config.folder, context.module);
const runFolder = (config: FolderConfig, context: StoreContext, runId = context.runId): string => {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(runId)) throw new RangeError("not a run's id");
  return path.join(moduleFolder(config, context), "runs", runId);
};

interface FolderVersion {
  readonly number: number;
  readonly folder: string;
  readonly runId: string;
  readonly isWithdrawn: boolean;
}

/** The versions that a module's folder shows, oldest first. */
async function versionsIn(folder: string): Promise<readonly FolderVersion[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const number = /^v(\d+)$/.exec(name)?.[1];
      if (number === undefined) return [];
      const text = await readFile(path.join(folder, name, manifestFile), "utf8").catch(() => "{}");
      const manifest: { runId?: string } = JSON.parse(text);
      const isWithdrawn = existsSync(path.join(folder, name, withdrawnFile));
      const runId = manifest.runId ?? "";
      return [{ number: Number(number), folder: path.join(folder, name), runId, isWithdrawn }];
    }),
  );
  return found.flat().sort((a, b) => a.number - b.number);
}

/** Lets the file `latest` name the newest version that is not withdrawn; where there is none, it goes. */
const pointToLatest = (folder: string): Promise<void> =>
  settleLatest(
    async () => {
      const newest = (await versionsIn(folder)).findLast(({ isWithdrawn }) => !isWithdrawn);
      return newest && `v${newest.number}`;
    },
    (newest) => {
      const pointer = path.join(folder, latestFile);
      return newest === undefined ? rm(pointer, { force: true }) : writeAtomically(pointer, `${newest}\n`);
    },
  );

export const folderDriver: StoreDriverFactory<FolderConfig> = () => {
  const guarded = async <T>(
    config: FolderConfig,
    context: Pick<StoreContext, "store" | "signal">,
    work: () => Promise<T>,
  ): Promise<T> => {
    try {
      context.signal.throwIfAborted();
      return await work();
    } catch (error) {
      if (context.signal.aborted) throw whyEnded(context);
      throw folderError(error, context.store, config.folder);
    }
  };

  return {
    // Where there are no hard links.
    copiesToShow: true,
    async test(config) {
      try {
        await mkdir(config.folder, { recursive: true });
        await access(config.folder, constants.W_OK | constants.R_OK);
        return { warnings: await tryFolder(config.folder) };
      } catch (error) {
        throw folderError(error, config.folder, config.folder);
      }
    },

    async freeBytes({ folder }) {
      try {
        const { bavail, bsize } = await statfs(folder);
        return bavail * bsize;
      } catch (error) {
        throw folderError(error, folder, folder);
      }
    },

    write: (config, files, context) =>
      guarded(config, context, async () => {
        const target = runFolder(config, context);
        const partial = `${target}.partial`;
        await rm(partial, { recursive: true, force: true });
        await rm(target, { recursive: true, force: true });
        await mkdir(partial, { recursive: true });
        try {
          const tables = [];
          for (const { table, path: from } of files) {
            const name = path.basename(table.file);
            await copyFile(from, path.join(partial, name), table.sha256, context.store, context.signal);
            const { size } = await stat(path.join(partial, name));
            tables.push({ name: table.name, location: path.join(target, name), bytes: size });
          }
          await sync(partial);
          await rename(partial, target);
          await sync(path.dirname(target));
          return { location: target, tables };
        } catch (error) {
          if (await mayTakeBack(context)) await rm(partial, { recursive: true, force: true });
          throw error;
        }
      }),

    commit: (config, copy, manifest, version, context) =>
      guarded(config, context, async () => {
        const folder = moduleFolder(config, context);
        const target = path.join(folder, `v${version}`);
        const shown = (await versionsIn(folder)).find((v) => v.number === version);
        if (shown && shown.runId !== context.runId) {
          throw new AppError("store-refused", { store: context.store, detail: `v${version}` });
        }
        if (!shown) {
          // Under the run's name, so that what a crash leaves is known to be its own.
          const partial = `${target}.${context.runId}.partial`;
          await rm(partial, { recursive: true, force: true });
          await mkdir(partial, { recursive: true });
          try {
            for (const { name, location } of copy.tables) {
              const table = manifest.tables.find((one) => one.name === name);
              if (!table)
                throw new AppError("store-failed", {
                  store: context.store,
                  detail: `${manifestFile}: ${name}`,
                });
              const shown = path.join(partial, path.basename(location));
              await linkOrCopy(location, shown, table.sha256, context);
            }
            await writeFile(path.join(partial, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, {
              flush: true,
            });
            await sync(partial);
            await rename(partial, target);
          } catch (error) {
            await rm(partial, { recursive: true, force: true });
            throw error;
          }
        }
        await pointToLatest(folder);
      }),

    hideFromLatest: (config, number, context) =>
      guarded(config, context, async () => {
        const folder = moduleFolder(config, context);
        const version = (await versionsIn(folder)).find((v) => v.number === number);
        if (version?.runId !== context.runId) return;
        await writeFile(path.join(version.folder, withdrawnFile), "", { flush: true });
        await pointToLatest(folder);
      }),

    remove: (config, copy, context) =>
      guarded(config, context, async () => {
        const folder = moduleFolder(config, context);
        const mine = (await versionsIn(folder)).filter((v) => v.runId === copy.runId);
        for (const version of mine) {
          // Out of sight at once, then gone.
          const hidden = `${version.folder}.${copy.runId}.removed`;
          await rm(hidden, { recursive: true, force: true });
          await rename(version.folder, hidden);
          await rm(hidden, { recursive: true, force: true });
        }
        if (mine.length > 0) await pointToLatest(folder);
        const left = (await readdir(folder).catch(() => [])).filter((name) =>
          [`.${copy.runId}.partial`, `.${copy.runId}.removed`].some((end) => name.endsWith(end)),
        );
        for (const name of left) await rm(path.join(folder, name), { recursive: true, force: true });
        const target = runFolder(config, context, copy.runId);
        await rm(target, { recursive: true, force: true });
        await rm(`${target}.partial`, { recursive: true, force: true });
      }),

    strays: (config, owned, context) => guarded(config, context, () => straysIn(config.folder, owned)),

    verify: (config, copy, tables, context) =>
      guarded(config, context, async () => {
        for (const table of tables) {
          const location = copy.tables.find(({ name }) => name === table.name)?.location ?? "";
          if ((await sha256Of(location)) !== table.sha256)
            throw new AppError("store-failed", { store: context.store, detail: `SHA-256: ${table.name}` });
        }
      }),

    extractionScripts(_config, copy, table, context) {
      const location = copy.tables.find((t) => t.name === table.name)?.location;
      if (location === undefined) return [];
      return [
        {
          language: "sql",
          source: context.store,
          text: `select * from read_parquet('${location.replaceAll("'", "''")}')\n`,
        },
        {
          language: "python",
          source: context.store,
          text: `import pandas as pd\n\nframe = pd.read_parquet(${JSON.stringify(location)})\n`,
        },
      ];
    },

    place: ({ folder }) => partsOf(path.resolve(folder)),

    sharesPlace: (config, other, context) =>
      guarded(config, context, () => sharePlace(config.folder, other.folder)),

    fingerprint: ({ folder }) =>
      createHash("sha256")
        .update(JSON.stringify(["folder", folder]))
        .digest("hex"),
  };
};
