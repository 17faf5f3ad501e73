import type { Stage } from "../run-context.ts";
import { anonymize } from "./anonymize.ts";
import { cleanse } from "./cleanse.ts";
import { extract } from "./extract.ts";
import { keys } from "./keys.ts";
import { protect } from "./protect.ts";
import { publish } from "./publish.ts";
import { transform } from "./transform.ts";
import { upload } from "./upload.ts";

/** The stages of a run, in their fixed order. A trial ends after Protect. */
export const stages: readonly Stage[] = [
  extract,
  transform,
  cleanse,
  keys,
  anonymize,
  protect,
  upload,
  publish,
];
