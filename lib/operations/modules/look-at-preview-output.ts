import { z } from "zod";
import { inEnvironment, previewOutputSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { lookSession } from "./look-request.ts";

/** Shows what scripts printed when the person last tried them on a sample, to those who may see raw data. */
export const lookAtPreviewOutput = defineOperation({
  id: "look-at-preview-output",
  title: { en: "Read the output of scripts on a sample", ru: "Прочитать вывод скриптов на выборке" },
  permission: "script-output:look",
  input: z.strictObject({
    module: slugSchema,
    /** Where they were tried; absent: as the document is written. */
    environment: slugSchema.optional(),
  }),
  output: z.array(previewOutputSchema),
  audit: ({ module, environment }) => ({
    kind: "module",
    name: module,
    detail: inEnvironment(environment),
  }),
  run: async ({ services, actor }, where) => [
    ...(await services.previews.outputs(lookSession(actor, where))),
  ],
});
