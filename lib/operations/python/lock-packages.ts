import { z } from "zod";
import { packageLockSchema, packageUseSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Packages of one module at most: each brings others along. */
const mostPackages = 50;

/**
 * Finds out what declared packages come to, with the hash of each; the editor puts it into the draft. What takes longer than a
 * request goes on by itself (`python-preparing`).
 */
export const lockPackages = defineOperation({
  id: "lock-packages",
  title: { en: "Lock a module's packages", ru: "Зафиксировать пакеты модуля" },
  permission: "modules:edit",
  input: z.strictObject({
    module: slugSchema,
    packages: z.array(packageUseSchema).min(1).max(mostPackages),
    /** The preparation that an earlier attempt was told of: what it came to is answered. */
    waitedFor: z.uuid().optional(),
  }),
  output: packageLockSchema,
  audit: ({ module, packages }) => ({
    kind: "module",
    name: module,
    detail: { packages: packages.map(({ name }) => name).join(", ") },
  }),
  run: async ({ services: { db, python } }, { module, packages, waitedFor }) =>
    python.lock({ module, packages }, await db.workspace.pythonPolicy(), waitedFor),
});
