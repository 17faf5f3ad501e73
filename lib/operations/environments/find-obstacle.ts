import { z } from "zod";
import { errorDataSchema, runKindSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { readDocument } from "../modules/check-document.ts";
import { obstacleIn } from "../run-ports/index.ts";

/** What stands in the way of a module's draft in an environment, before somebody asks for anything there: names that nothing is bound to, a store that serves another. */
export const findObstacle = defineOperation({
  id: "find-obstacle",
  title: { en: "See what stands in the way in an environment", ru: "Посмотреть, что мешает в окружении" },
  permission: "modules:read",
  input: z.strictObject({
    module: slugSchema,
    /** Absent: as the document is written. */
    environment: slugSchema.optional(),
    /** What is wanted there: a publication needs more than a trial. */
    kind: runKindSchema.default("publication"),
  }),
  output: z.object({ obstacle: errorDataSchema.optional() }),
  run: async ({ services: { db } }, { module, environment, kind }) => {
    const { document } = found(await db.drafts.get(module), "module", module);
    const obstacle = await obstacleIn(db, readDocument(document), environment, kind);
    return obstacle === undefined ? {} : { obstacle: { ...obstacle, params: { ...obstacle.params } } };
  },
});
