import { z } from "zod";
import {
  alertKindIds,
  catchUpIds,
  latestMinutes,
  longestCron,
  longestRetryWait,
  mostCaughtUp,
  mostRetries,
  overlapIds,
  tickStateIds,
} from "./ids.ts";
import { givenParametersSchema } from "./run-parameters.ts";
import { runKindSchema, slugSchema } from "./vocabulary.ts";

export const alertKindSchema = z.enum(alertKindIds);

/** Of a trigger. Persisted JSON: a change needs a migration. */
const alertsSchema = z.strictObject({
  on: z.array(alertKindSchema).default(["failed", "skipped"]),
  /** Minutes after the planned instant at which a run that is not over is late. */
  lateAfterMinutes: z.number().int().min(1).max(latestMinutes).optional(),
  /** Ids of people; where there are none, the owner of the module. */
  people: z.array(z.string()).max(50).default([]),
  /** Host of the address that is kept, sealed. In what is saved: that one stays. */
  host: z.string().max(300).optional(),
  /** A new address, where each alert is sent too, signed. Never in what is shown. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
});
export type TriggerAlerts = z.infer<typeof alertsSchema>;

const retriesSchema = z.strictObject({
  count: z.number().int().min(0).max(mostRetries).default(0),
  /** Seconds before the first; each later one waits twice as long. */
  firstSeconds: z.number().int().min(1).max(longestRetryWait).default(60),
  mostSeconds: z.number().int().min(1).max(longestRetryWait).default(3600),
});
export type TriggerRetries = z.infer<typeof retriesSchema>;

const common = {
  runKind: runKindSchema.default("publication"),
  /** Where it runs; absent: as the document is written. */
  environment: slugSchema.optional(),
  /** At most this many rows a table; a trial's alone. */
  sample: z.number().int().min(1).max(10_000_000).optional(),
  overlap: z.enum(overlapIds).default("skip"),
  retries: retriesSchema.prefault({}),
  alerts: alertsSchema.prefault({}),
  parameters: givenParametersSchema.default({}),
};

export const triggerSettingsSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("schedule"),
    cron: z.string().max(longestCron),
    /** An IANA name. */
    timeZone: z.string().max(100),
    catchUp: z.enum(catchUpIds).default("latest"),
    catchUpMost: z.number().int().min(1).max(mostCaughtUp).default(5),
    ...common,
  }),
  z.strictObject({ kind: z.literal("webhook"), ...common }),
  z.strictObject({
    kind: z.literal("versions"),
    /** Modules whose new versions start a run. */
    upstreams: z.array(slugSchema).min(1).max(50),
    when: z.enum(["any", "all"]).default("any"),
    ...common,
  }),
]);
export type TriggerSettings = z.infer<typeof triggerSettingsSchema>;

export const tickStateSchema = z.enum(tickStateIds);

/** What made a run. Persisted JSON, with the run. Absent: a person. */
export const runCauseSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("schedule"),
    name: z.string(),
    /** The instant it was planned for. */
    plannedAt: z.iso.datetime(),
  }),
  z.strictObject({ kind: z.literal("webhook"), name: z.string() }),
  z.strictObject({
    kind: z.literal("versions"),
    name: z.string(),
    versions: z.array(z.strictObject({ module: z.string(), number: z.number().int() })),
  }),
]);
export type RunCause = z.infer<typeof runCauseSchema>;
