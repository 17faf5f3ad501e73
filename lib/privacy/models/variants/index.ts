import { deltaDisclosure } from "./delta-disclosure.ts";
import { distinctLDiversity } from "./distinct-l-diversity.ts";
import { entropyLDiversity } from "./entropy-l-diversity.ts";
import { equalTCloseness } from "./equal-t-closeness.ts";
import { kAnonymity } from "./k-anonymity.ts";
import { kMap } from "./k-map.ts";
import { orderedTCloseness } from "./ordered-t-closeness.ts";
import { recursiveLDiversity } from "./recursive-l-diversity.ts";

/** Every privacy model. A new one is its file and a line here. */
export const privacyModels = [
  kAnonymity,
  kMap,
  distinctLDiversity,
  entropyLDiversity,
  recursiveLDiversity,
  equalTCloseness,
  orderedTCloseness,
  deltaDisclosure,
] as const;
