import { z } from "zod";
import type { Locale } from "#lib/kernel";
import { moduleDocumentSchema } from "#lib/metadata";

/** JSON Schema of the module document, for completion in the editor. */
export function documentJsonSchema(_locale: Locale): Record<string, unknown> {
  return { ...z.toJSONSchema(moduleDocumentSchema, { io: "input", unrepresentable: "any" }) };
}
