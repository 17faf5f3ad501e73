import { z } from "zod";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { versionInput, versionOf } from "./version-of.ts";

/** The metadata documents of a version, byte for byte as they were published; a withdrawn version keeps them. */
export const readVersionMetadata = defineOperation({
  id: "read-version-metadata",
  title: { en: "Read a version's metadata", ru: "Метаданные версии" },
  permission: "versions:read",
  input: z.strictObject(versionInput),
  output: z.object({ number: z.number(), jsonLd: z.string(), croissant: z.string() }),
  run: async ({ services }, input) => {
    const { module, number } = await versionOf(services, input);
    const metadata = found(
      await services.db.versions.metadata(module, number),
      "version",
      `${module}@${number}`,
    );
    return { number, ...metadata };
  },
});
