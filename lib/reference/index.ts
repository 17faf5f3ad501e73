export * from "./entry.ts";
export { findEntry, findTopic, topics } from "./registries/index.ts";
