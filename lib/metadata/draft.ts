import { z } from "zod";
import { moduleDocumentSchema } from "./document.ts";

/** A schema with everything optional, lists of any length and texts of any form; its keys are the same. */
function relaxed(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return relaxed(schema.def.innerType);
  if (schema instanceof z.ZodArray) return z.array(relaxed(schema.def.element));
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape).map(([key, value]) => [key, relaxed(value).optional()]);
    return z.strictObject(Object.fromEntries(shape));
  }
  if (schema instanceof z.ZodNumber) return z.number();
  if (schema instanceof z.ZodBoolean) return z.boolean();
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodURL)
    return z.string();
  if (schema instanceof z.ZodLiteral) return z.union([z.string(), z.number()]);
  return schema instanceof z.ZodType ? schema : z.unknown();
}

/** Anything a half-finished edit can be: values may be missing or unfinished, an unknown key is an error still. */
export const draftSchema = relaxed(moduleDocumentSchema);
