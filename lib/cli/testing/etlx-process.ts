import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The command line as a process of its own, in a folder of its own: what it prints, how it ends, what it leaves. */

const etlx = fileURLToPath(new URL("../etlx.mjs", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });

export interface EtlxFolder {
  readonly folder: string;
  here(...parts: string[]): string;
  write(file: string, content: string | Uint8Array): Promise<void>;
  start(args: readonly string[], env?: Record<string, string>): ChildProcess;
  run(args: readonly string[], env?: Record<string, string>): Promise<Ended>;
  manifest(out: string): Promise<{
    tables: { name: string; counts: Record<string, number>; rejections: unknown[] }[];
  }>;
  /** What raw rows are left outside of `--quarantine`. */
  staging(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function etlxFolder(): Promise<EtlxFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), "etlx-cli-"));
  const here = (...parts: string[]) => path.join(folder, ...parts);
  const start = (args: readonly string[], env: Record<string, string> = {}) =>
    spawn(process.execPath, [etlx, ...args], {
      cwd: folder,
      env: { NODE_ENV: "test", PATH: process.env.PATH, ETLX_DATA_DIR: here("data"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  return {
    folder,
    here,
    start,
    run: (args, env) => ended(start(args, env)),
    write: async (file, content) => {
      await mkdir(path.dirname(here(file)), { recursive: true });
      await writeFile(here(file), content);
    },
    manifest: async (out) => JSON.parse(await readFile(here(out, "manifest.json"), "utf8")),
    staging: () => readdir(here("data", "staging")).catch(() => []),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A document over one source `s`, a table a script; columns are insensitive texts where only names are given. */
export const documentOf = (
  tables: Readonly<Record<string, { script: string; columns: readonly unknown[]; [key: string]: unknown }>>,
): string =>
  JSON.stringify({
    "@type": "DataModule",
    format: 2,
    name: "faults",
    sources: [{ name: "s", ref: "s" }],
    tables: Object.entries(tables).map(([name, { script, columns, ...rest }]) => ({
      name,
      extraction: { language: "sql", source: "s", script },
      columns: columns.map((column) =>
        typeof column === "string"
          ? { name: column, datatype: "string", privacyClass: "insensitive" }
          : column,
      ),
      ...rest,
    })),
  });
