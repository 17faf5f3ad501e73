// Apart from the schemas: every page loads these for its breadcrumbs.

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
export const helpArticleIds = [
  "stages",
  "editor",
  "approval",
  "schedules",
  "environments",
  "reading-sources",
  "reading-versions",
  "glossary",
  "shortcuts",
] as const;
export type HelpArticleId = (typeof helpArticleIds)[number];
