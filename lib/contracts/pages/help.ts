import { z } from "zod";

/** The registries that Help shows, by their part of the address. */
export const helpTopicIds = [
  "normalizers",
  "null-strategies",
  "checks",
  "table-checks",
  "anonymization",
  "key-strategies",
  "hierarchies",
  "privacy-models",
  "loss-metrics",
  "personal-data",
  "policies",
  "functions",
  "sources",
  "stores",
  "script-languages",
  "errors",
] as const;
export type HelpTopicId = (typeof helpTopicIds)[number];

/** Pages of Help that no registry makes. */
export const helpArticleIds = ["stages", "approval", "reading-versions", "glossary", "shortcuts"] as const;
export type HelpArticleId = (typeof helpArticleIds)[number];

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
