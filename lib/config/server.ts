export { type Config, config, readConfig } from "./config.ts";
export { type DataFolder, dataFolder, makePrivateFolder } from "./data-folder.ts";
export { namedVariable } from "./named-variable.ts";
export { parseSize } from "./sizes.ts";
