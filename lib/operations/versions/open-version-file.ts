import { z } from "zod";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { assertGivesData, versionInput, versionOf } from "./version-of.ts";

/** Lets somebody download a file: allowed by the version, never by the content's hash. Answers where the bytes lie, for the server alone. */
export const openVersionFile = defineOperation({
  id: "open-version-file",
  title: { en: "Download a file of a version", ru: "Скачать файл версии" },
  permission: "versions:read",
  input: z.strictObject({ ...versionInput, file: z.string().min(1).max(300) }),
  output: z.object({
    number: z.number(),
    name: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    path: z.string(),
  }),
  run: async ({ services }, { file: name, ...input }) => {
    const version = await versionOf(services, input);
    assertGivesData(version);
    const file = found(
      version.files.find((one) => one.name === name),
      "file",
      name,
    );
    const { sha256, bytes } = file;
    return { number: version.number, name, sha256, bytes, path: services.config.data.record(sha256) };
  },
});
