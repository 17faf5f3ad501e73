export { definedNames } from "./concepts.ts";
export { croissant } from "./croissant/croissant.ts";
export { forHtml } from "./encoding.ts";
export { type VersionMetadataInput, versionLabel } from "./input.ts";
export { type ModuleMetadataInput, moduleJsonLd } from "./module/module-json-ld.ts";
export { pandasFooter } from "./pandas-footer.ts";
export { versionContext } from "./version/context.ts";
export { versionJsonLd } from "./version/version-json-ld.ts";
