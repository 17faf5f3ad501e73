import { z } from "zod";
import { packageLockSchema, packageUseSchema, slugSchema } from "#lib/contracts";
import { assertAllowed, lockPackages as lock, pythonEnvironment } from "#lib/engine/server";
import { defineOperation } from "../core/operation.ts";

/** Packages of one module at most: each brings others along. */
const mostPackages = 50;

/** Finds out what declared packages come to, with the hash of each; the editor puts it into the draft. */
export const lockPackages = defineOperation({
  id: "lock-packages",
  title: { en: "Lock a module's packages", ru: "Зафиксировать пакеты модуля" },
  permission: "modules:edit",
  input: z.strictObject({ module: slugSchema, packages: z.array(packageUseSchema).min(1).max(mostPackages) }),
  output: packageLockSchema,
  audit: ({ module, packages }) => ({
    kind: "module",
    name: module,
    detail: { packages: packages.map(({ name }) => name).join(", ") },
  }),
  run: async ({ services: { db, config }, signal }, { packages }) => {
    const { allowedPackages } = await db.workspace.pythonPolicy();
    assertAllowed(packages, allowedPackages);
    const found = await lock(await pythonEnvironment(config.data.python), packages, signal);
    assertAllowed(found.packages, allowedPackages);
    return found;
  },
});
