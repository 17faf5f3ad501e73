import { z } from "zod";
import { previewOutputSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";

/** Shows what scripts printed when the person last tried them on a sample, to those who may see raw data. */
export const lookAtPreviewOutput = defineOperation({
  id: "look-at-preview-output",
  title: { en: "Read the output of scripts on a sample", ru: "Прочитать вывод скриптов на выборке" },
  permission: "script-output:look",
  input: z.strictObject({ module: slugSchema }),
  output: z.array(previewOutputSchema),
  audit: ({ module }) => ({ kind: "module", name: module }),
  run: async ({ services, actor }, { module }) => [
    ...(await services.previews.outputs(`${actor.userId} ${module}`)),
  ],
});
