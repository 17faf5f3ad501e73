export type { Article, Block } from "./articles/article.ts";
export { articles, findArticle } from "./articles/index.ts";
export * from "./entry.ts";
export { type HelpGroup, helpContents, helpLinks, hrefOf } from "./links.ts";
export { findEntry, findTopic, topics } from "./registries/index.ts";
