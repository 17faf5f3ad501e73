import { z } from "zod";
import { declaredParameterSchema } from "../run-parameters.ts";
import { alertKindSchema, runCauseSchema, tickStateSchema, triggerSettingsSchema } from "../triggers.ts";
import { runKindSchema, slugSchema } from "../vocabulary.ts";
import { environmentChoiceSchema } from "./environments.ts";
import { personSchema } from "./people.ts";
import { errorDataSchema } from "./runs.ts";

/** Something a trigger had to do, and what came of it. */
export const tickViewSchema = z.object({
  id: z.string(),
  triggerId: z.string(),
  cause: runCauseSchema,
  plannedAt: z.iso.datetime(),
  state: tickStateSchema,
  reason: errorDataSchema.optional(),
  /** Earlier planned instants that it stands for beside its own. */
  others: z.number().int().nonnegative(),
  runId: z.string().optional(),
  tries: z.number().int().nonnegative(),
  retryAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
});
export type TickView = z.infer<typeof tickViewSchema>;

/** How the newest alert to an address outside fared. */
export const deliveryViewSchema = z.object({
  host: z.string(),
  at: z.iso.datetime(),
  tries: z.number().int(),
  deliveredAt: z.iso.datetime().optional(),
  nextAt: z.iso.datetime().optional(),
  reason: z.string().optional(),
});
export type DeliveryView = z.infer<typeof deliveryViewSchema>;

export const triggerViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  settings: triggerSettingsSchema,
  nextAt: z.iso.datetime().optional(),
  pausedAt: z.iso.datetime().optional(),
  createdBy: personSchema,
  updatedBy: personSchema,
  updatedAt: z.iso.datetime(),
  /** Where it is called: of a web hook. */
  address: z.string().optional(),
  /** Of one that follows modules: their newest versions. */
  upstreams: z.array(z.object({ module: z.string(), newest: z.number().int() })).optional(),
  /** Who its alerts reach: of the chosen those who still can be told, else the owner, whoever made it, or administrators. */
  told: z.array(personSchema),
  lastDelivery: deliveryViewSchema.optional(),
  /** What would stand in its way if it had to run now. */
  obstacle: errorDataSchema.optional(),
});
export type TriggerView = z.infer<typeof triggerViewSchema>;

/** A trigger among those of all modules, with what came of it last. */
export const scheduleViewSchema = triggerViewSchema
  .pick({ id: true, name: true, settings: true, nextAt: true, pausedAt: true, obstacle: true })
  .extend({ module: z.object({ name: z.string(), title: z.string() }), last: tickViewSchema.optional() });
export type ScheduleView = z.infer<typeof scheduleViewSchema>;

/** Everything the page of a module's triggers shows. */
export const moduleTriggersSchema = z.object({
  module: z.object({ name: z.string(), title: z.string(), archived: z.boolean() }),
  owner: personSchema.optional(),
  triggers: z.array(triggerViewSchema),
  ticks: z.array(tickViewSchema),
  /** Modules that new versions of this one start. */
  downstream: z.array(z.object({ module: z.string(), trigger: z.string() })),
  /** Parameters of what would run, else of the newest revision: of a trial, and of a publication in each environment. */
  parameters: z.array(
    z.object({
      runKind: runKindSchema,
      environment: slugSchema.optional(),
      declared: z.array(declaredParameterSchema),
    }),
  ),
  /** Where it can run beside as it is written. */
  environments: z.array(environmentChoiceSchema),
  /** Who can be told, and which modules can be followed. */
  people: z.array(personSchema),
  modules: z.array(z.string()),
});
export type ModuleTriggers = z.infer<typeof moduleTriggersSchema>;

/** What is shown once, when it was made. */
export const triggerSecretsSchema = z.object({
  id: z.string(),
  /** A web hook is called with it. */
  token: z.string().optional(),
  /** Alerts that are sent outside are signed with it. */
  signingSecret: z.string().optional(),
});
export type TriggerSecrets = z.infer<typeof triggerSecretsSchema>;

/** What a web hook answers. */
export const hookAnswerSchema = z.object({
  state: tickStateSchema,
  run: z.string().optional(),
  /** The same Idempotency-Key came before: nothing new was started. */
  repeated: z.boolean(),
  reason: errorDataSchema.optional(),
});
export type HookAnswer = z.infer<typeof hookAnswerSchema>;

/** Something about a trigger's runs that the reader has to know. */
export const alertViewSchema = z.object({
  id: z.string(),
  kind: alertKindSchema,
  module: z.string(),
  trigger: z.string(),
  reason: errorDataSchema.optional(),
  runId: z.string().optional(),
  plannedAt: z.iso.datetime(),
  at: z.iso.datetime(),
});
export type AlertView = z.infer<typeof alertViewSchema>;
