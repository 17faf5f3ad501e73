import { z } from "zod";
import { diagnosticSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { diagnosticsOf } from "./check-document.ts";
import { documentInput } from "./create-module.ts";

/** Says what stands between a document and a run; keeps nothing. */
export const validateDocument = defineOperation({
  id: "validate-document",
  title: { en: "Validate a document", ru: "Проверить документ" },
  permission: "modules:read",
  input: z.strictObject({ document: documentInput }),
  output: z.object({ diagnostics: z.array(diagnosticSchema) }),
  run: async (_context, { document }) => ({ diagnostics: diagnosticsOf(document) }),
});
