import { z } from "zod";
import { artefactValuesSchema, slugSchema, valueReferenceSchema } from "#lib/contracts";
import { countOf } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { readArtefacts } from "./module-values.ts";

/** Shows values that a module's document refers to, to those who may see raw data; every look is in the audit. */
export const readArtefact = defineOperation({
  id: "read-artefact",
  title: { en: "Look at values kept for a document", ru: "Посмотреть значения, хранимые для документа" },
  permission: "raw-values:look",
  input: z.strictObject({ module: slugSchema, artefact: valueReferenceSchema.shape.artefact }),
  output: artefactValuesSchema,
  audit: ({ module, artefact }) => ({ kind: "module", name: module, detail: { artefact } }),
  run: async ({ services }, { module, artefact }) => {
    const kept = await readArtefacts(services.db, services.masterKey, module, [artefact]);
    const { kind, value } = found(kept.get(artefact), "artefact", artefact);
    return { artefact, kind, count: countOf(value), value: z.json().parse(value) };
  },
});
