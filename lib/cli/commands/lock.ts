import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { z } from "zod";
import { config } from "#lib/config/server";
import { packageUseSchema } from "#lib/contracts";
import { lockPackages, pythonEnvironment } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { lockFileOf } from "../package-lock.ts";
import { readJson, said } from "../read-document.ts";
import type { Terminal } from "../terminal.ts";

const declaring = z.object({ packages: z.array(packageUseSchema).default([]) });

/** `etlx lock FILE`: what the packages of a document come to, by content, written beside it. */
export const lockCommand = (terminal: Terminal, signal: AbortSignal): Command =>
  new Command("lock")
    .description("Lock the Python packages that a module document declares, in a file beside it.")
    .argument("<file>", "module document, *.module.jsonld")
    .option("--json", "one JSON object a line")
    .action(async (file: string) => {
      const read = declaring.safeParse(await readJson(file));
      if (!read.success)
        throw new AppError("document-invalid", {
          count: read.error.issues.length,
          path: read.error.issues[0]?.path.join("/") ?? "packages",
          ...said(read.error.issues[0]?.message ?? ""),
        });
      const { packages } = read.data;
      if (packages.length === 0) {
        terminal.result({ packages: [] }, [`${file} declares no packages.`]);
        return;
      }
      const base = await pythonEnvironment(config().data.python);
      const lock = await lockPackages(base, packages, signal);
      const lockFile = lockFileOf(file);
      await writeFile(lockFile, `${JSON.stringify(lock, undefined, 2)}\n`);
      terminal.result({ file: lockFile, ...lock }, [
        ...lock.packages.map(({ name, version }) => `${name}==${version}`),
        `${lock.packages.length} packages for Python ${lock.python} are locked in ${lockFile}.`,
      ]);
    });
