import { z } from "zod";
import type { Text } from "#lib/kernel";

/** A text parameter. U+0000 is refused: no SQL literal can hold it. */
export const textParam = (options: { min?: number; max?: number } = {}) =>
  z
    .string()
    .min(options.min ?? 0)
    .max(options.max ?? 10_000)
    .refine((text) => !text.includes("\u0000"), { message: "the character U+0000 is not allowed" });

export const text = (en: string, ru: string): Text => ({ en, ru });

/** Parameters of a rule that has none. */
export const noParams = z.strictObject({});
