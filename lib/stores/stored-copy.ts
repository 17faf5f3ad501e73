import { z } from "zod";
import type { StoredCopy } from "./definition.ts";

/** What a driver wrote, as the records keep it. Persisted JSON: a change must still read what older versions wrote. */
export const storedCopySchema: z.ZodType<StoredCopy> = z.object({
  by: z.literal("script").optional(),
  location: z.string(),
  tables: z.array(z.object({ name: z.string(), location: z.string(), bytes: z.number() })),
});
