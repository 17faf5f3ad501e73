import { z } from "zod";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";

/** Lets the owner of an upload go on with it, ask how far it is, or give it up; others do not learn that it exists. */
export const resumeUpload = defineOperation({
  id: "resume-upload",
  title: { en: "Go on with an upload", ru: "Продолжить загрузку" },
  permission: "uploads:create",
  input: z.strictObject({ id: z.string().max(64) }),
  output: z.object({ id: z.string() }),
  run: async ({ services, actor }, { id }) => {
    const upload = await services.db.uploads.get(id);
    if (upload === undefined || upload.ownerId !== actor.userId) {
      throw new AppError("not-found", { what: "upload", name: id });
    }
    return { id };
  },
});
