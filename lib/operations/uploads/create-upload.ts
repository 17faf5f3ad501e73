import { z } from "zod";
import { AppError, systemClock } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

/** An upload that no source reads is swept after this many milliseconds: a week. */
const keptFor = 7 * 86_400_000;

/** Announces a file that comes in pieces; its owner alone may send them. */
export const createUpload = defineOperation({
  id: "create-upload",
  title: { en: "Upload a file", ru: "Загрузить файл" },
  permission: "uploads:create",
  input: z.strictObject({
    id: z.uuid(),
    fileName: z.string().trim().min(1).max(255),
    bytes: z.number().int().nonnegative(),
  }),
  output: z.object({ id: z.string() }),
  audit: ({ id, bytes }) => ({ kind: "upload", name: id, detail: { bytes } }),
  run: async ({ services, actor }, { id, fileName, bytes }) => {
    const { maxBytes } = services.config.uploads;
    if (bytes > maxBytes) throw new AppError("upload-too-large", { limit: maxBytes });
    const expiresAt = new Date(systemClock.now().getTime() + keptFor);
    await services.db.uploads.create({ id, ownerId: actor.userId, fileName, path: id, bytes, expiresAt });
    return { id };
  },
});
