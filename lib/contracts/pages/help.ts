import { z } from "zod";

/** A page of Help, or a place on one, in the reader's language: what search looks through. */
export const helpLinkSchema = z.object({
  href: z.string(),
  title: z.string(),
  /** The name in documents, where it has one. */
  id: z.string().optional(),
  summary: z.string(),
  /** The title of its group. */
  group: z.string(),
});
export type HelpLink = z.infer<typeof helpLinkSchema>;
