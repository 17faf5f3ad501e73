import { z } from "zod";
import { pythonProgressSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** How far the preparation of Python is that a request was told of; nothing when it is over: the same is asked for again. */
export const getPythonProgress = defineOperation({
  id: "get-python-progress",
  title: { en: "See how far Python is", ru: "Ход подготовки Python" },
  permission: "previews:read",
  input: z.strictObject({ preparation: z.uuid() }),
  output: z.object({ progress: pythonProgressSchema.optional() }),
  run: async ({ services: { python } }, { preparation }) => {
    const progress = python.progress(preparation);
    return progress ? { progress } : {};
  },
});
