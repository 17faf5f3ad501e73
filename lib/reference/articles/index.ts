import { approval } from "./approval.ts";
import type { Article } from "./article.ts";
import { editor } from "./editor.ts";
import { environments } from "./environments.ts";
import { glossary } from "./glossary.ts";
import { readingSources } from "./reading-sources.ts";
import { reading } from "./reading-versions.ts";
import { schedules } from "./schedules.ts";
import { shortcuts } from "./shortcuts.ts";
import { stages } from "./stages.ts";

/** Pages of Help that no registry makes. */
export const articles: readonly Article[] = [
  stages,
  editor,
  approval,
  schedules,
  environments,
  readingSources,
  reading,
  glossary,
  shortcuts,
];

/** Undefined for an unknown id. */
export const findArticle = (id: string): Article | undefined => articles.find((one) => one.id === id);
