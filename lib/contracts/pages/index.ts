export * from "./help.ts";
export * from "./modules.ts";
export * from "./oversight.ts";
export * from "./people.ts";
export * from "./places.ts";
export * from "./previews.ts";
export * from "./runs.ts";
export * from "./versions.ts";
