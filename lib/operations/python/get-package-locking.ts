import { z } from "zod";
import { packageLockingSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Packages of a module that are being locked, or were and nobody has been told: whoever comes back waits for them on. */
export const getPackageLocking = defineOperation({
  id: "get-package-locking",
  title: { en: "See whether a module's packages are being locked", ru: "Фиксируются ли пакеты модуля" },
  permission: "modules:edit",
  input: z.strictObject({ module: slugSchema }),
  output: z.object({ locking: packageLockingSchema.optional() }),
  run: async ({ services: { python } }, { module }) => {
    const locking = python.locking(module);
    return locking ? { locking: { preparation: locking.id, packages: [...locking.packages] } } : {};
  },
});
