export { contentHashOf } from "./content-hash.ts";
export { cleanUpStores, runPipeline } from "./run-pipeline.ts";
export { versionIdOf } from "./stages/publish.ts";
