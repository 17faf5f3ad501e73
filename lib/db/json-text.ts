import type { z } from "zod";
import { AppError } from "#lib/kernel";

/** JSON columns are text (see prisma/schema/base.prisma); these are their only way in and out. */

export const toJsonText = (value: unknown): string => JSON.stringify(value);

/** @throws AppError `internal` where a record does not have the shape it was written with */
export function fromJsonText<T>(schema: z.ZodType<T>, text: string, what: string): T {
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new AppError("internal", { reference: `record ${what}` }, { cause: parsed.error });
}
