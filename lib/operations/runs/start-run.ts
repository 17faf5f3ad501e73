import { z } from "zod";
import { givenParametersSchema, inEnvironment, runKindSchema, slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { revisionInput, revisionOf } from "../reviews/revision-of.ts";
import { queueRun } from "./queue-run.ts";
import { runValues } from "./run-values.ts";

/** Starts a trial (reports only) or a publication (a version; needs an approval) of a revision. */
export const startRun = defineOperation({
  id: "start-run",
  title: { en: "Start a run", ru: "Запустить" },
  permission: "runs:start",
  input: z.strictObject({
    ...revisionInput,
    kind: runKindSchema,
    /** Where it runs; absent: as the document is written. */
    environment: slugSchema.optional(),
    /** At most this many rows a table; a trial's alone. */
    sample: z.number().int().min(1).max(10_000_000).optional(),
    /** Values of the document's parameters; a day such as `yesterday` is one in UTC. */
    parameters: givenParametersSchema.default({}),
  }),
  output: z.object({ id: z.string() }),
  audit: ({ module, kind, revision, environment }) => ({
    kind: "module",
    name: module,
    detail: { kind, revision: revision ?? "latest", ...inEnvironment(environment) },
  }),
  run: async ({ services, actor }, { kind, sample, environment, parameters, ...input }) => {
    if (kind === "publication" && sample !== undefined)
      throw new AppError("request-invalid", { detail: "sample" });
    found(await services.db.modules.get(input.module), "module", input.module);
    const revision = await revisionOf(services, input);
    const values = runValues(revision, parameters, { at: services.clock.now(), timeZone: "UTC" });
    const wanted = { revision, kind, sample, environment, requestedBy: actor.userId };
    return { id: await queueRun(services, { ...wanted, parameters: values }) };
  },
});
