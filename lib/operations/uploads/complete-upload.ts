import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

/** All bytes of an upload are here; a source can read it now. */
export const completeUpload = defineOperation({
  id: "complete-upload",
  title: { en: "Finish an upload", ru: "Завершить загрузку" },
  permission: "uploads:create",
  input: z.strictObject({ id: z.uuid(), bytes: z.number().int().nonnegative() }),
  output: z.object({ id: z.string() }),
  audit: ({ id, bytes }) => ({ kind: "upload", name: id, detail: { bytes } }),
  run: async ({ services, actor }, { id, bytes }) => {
    const upload = await services.db.uploads.get(id);
    if (upload === undefined || upload.ownerId !== actor.userId) {
      throw new AppError("not-found", { what: "upload", name: id });
    }
    const sha256 = await sha256Of(path.join(services.config.data.uploads, upload.path));
    await services.db.uploads.complete(id, { bytes, sha256 });
    return { id };
  },
});
