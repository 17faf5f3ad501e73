export * from "./column-type.ts";
export * from "./diagnostic.ts";
export * from "./locale-cookie.ts";
export * from "./manifest.ts";
export * from "./reports.ts";
export * from "./run-event.ts";
export * from "./source-schema.ts";
export * from "./vocabulary.ts";
