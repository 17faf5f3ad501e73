import { z } from "zod";
import { diagnosticSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { diagnosticsOf } from "./check-document.ts";
import { documentInput } from "./create-module.ts";

const named = z.object({ name: z.string() });

/** Says what stands between a document and a run; keeps nothing. */
export const validateDocument = defineOperation({
  id: "validate-document",
  title: { en: "Validate a document", ru: "Проверить документ" },
  permission: "modules:read",
  input: z.strictObject({ document: documentInput }),
  output: z.object({ diagnostics: z.array(diagnosticSchema) }),
  run: async ({ services }, { document }) => ({
    diagnostics: await diagnosticsOf(services, named.safeParse(document).data?.name ?? "", document),
  }),
});
