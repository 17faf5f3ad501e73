import { z } from "zod";
import { uploadViewSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Files that the viewer has put in the browser and that are still kept. */
export const listUploads = defineOperation({
  id: "list-uploads",
  title: { en: "List uploaded files", ru: "Загруженные файлы" },
  permission: "uploads:create",
  input: z.strictObject({}),
  output: z.array(uploadViewSchema),
  run: async ({ services, actor }) =>
    (await services.db.uploads.list(actor.userId)).map((upload) => ({
      id: upload.id,
      fileName: upload.fileName,
      bytes: upload.bytes,
      createdAt: upload.createdAt.toISOString(),
      completedAt: upload.completedAt?.toISOString(),
    })),
});
