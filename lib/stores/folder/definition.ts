import { z } from "zod";
import type { StoreDefinition } from "../definition.ts";

export const folderConfigSchema = z.strictObject({
  folder: z
    .string()
    .min(1)
    .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, { message: "an absolute path" })
    .meta({ label: { en: "Folder on the server", ru: "Папка на сервере" } }),
});
export type FolderConfig = z.infer<typeof folderConfigSchema>;

export const folderStore: StoreDefinition<"folder", FolderConfig> = {
  id: "folder",
  title: { en: "Folder", ru: "Папка" },
  summary: {
    en: "Parquet files in a folder: module/v1/table.parquet, and a file that names the latest version.",
    ru: "Файлы Parquet в папке: module/v1/table.parquet и файл с именем последней версии.",
  },
  config: folderConfigSchema,
  takesCleanUp: false,
};
