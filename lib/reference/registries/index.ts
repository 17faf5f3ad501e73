import type { Entry, Topic } from "../entry.ts";
import { anonymizationTopic, keyStrategiesTopic } from "./anonymization.ts";
import { checksTopic, normalizersTopic, nullStrategiesTopic } from "./column-rules.ts";
import { errorsTopic } from "./errors.ts";
import { functionsTopic } from "./functions.ts";
import { hierarchiesTopic } from "./hierarchies.ts";
import { personalDataTopic } from "./personal-data.ts";
import { scriptLanguagesTopic, sourcesTopic, storesTopic } from "./places.ts";
import { policiesTopic } from "./policies.ts";
import { lossMetricsTopic, privacyModelsTopic } from "./privacy.ts";
import { tableChecksTopic } from "./table-checks.ts";

/** Every registry that Help shows, in the order of a run. */
export const topics: readonly Topic[] = [
  normalizersTopic,
  nullStrategiesTopic,
  checksTopic,
  tableChecksTopic,
  anonymizationTopic,
  keyStrategiesTopic,
  hierarchiesTopic,
  privacyModelsTopic,
  lossMetricsTopic,
  personalDataTopic,
  policiesTopic,
  functionsTopic,
  sourcesTopic,
  storesTopic,
  scriptLanguagesTopic,
  errorsTopic,
];

/** Undefined for an unknown id. */
export const findTopic = (id: string): Topic | undefined => topics.find((topic) => topic.id === id);

/** Undefined for an unknown id. */
export const findEntry = (topic: Topic, id: string): Entry | undefined =>
  topic.entries.find((entry) => entry.id === id);
