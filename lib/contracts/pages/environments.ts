import { z } from "zod";
import { personSchema } from "./people.ts";

/** What forms need that ask where something is done. */
export const environmentChoiceSchema = z.object({ name: z.string(), title: z.string() });
export type EnvironmentChoice = z.infer<typeof environmentChoiceSchema>;

export const environmentSummarySchema = environmentChoiceSchema.extend({
  createdBy: personSchema.optional(),
  createdAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().optional(),
  /** Names that it binds. */
  bound: z.number().int(),
  /** Modules for which it binds all that their documents name, and those for which it does not. */
  ready: z.array(z.string()),
  unready: z.array(z.string()),
});
export type EnvironmentSummary = z.infer<typeof environmentSummarySchema>;

/** A name that documents say, and what it means in the environment; without a place, nothing. */
export const namedPlaceSchema = z.object({
  name: z.string(),
  place: z.string().optional(),
  /** How that source or store is, as their lists show it. */
  state: z
    .object({ kind: z.string(), archived: z.boolean(), usedBytes: z.number().int().optional() })
    .optional(),
  /** The kind of the source that has this name in the workspace. */
  kind: z.string().optional(),
  /** Modules whose draft or newest revision says it. */
  usedBy: z.array(z.string()),
});
export type NamedPlace = z.infer<typeof namedPlaceSchema>;

const choiceSchema = z.object({ name: z.string(), title: z.string(), kind: z.string() });

export const environmentViewSchema = environmentSummarySchema.extend({
  sources: z.array(namedPlaceSchema),
  stores: z.array(namedPlaceSchema),
  /** What can be chosen. */
  sourceChoices: z.array(choiceSchema),
  /** A store that serves another environment cannot. */
  storeChoices: z.array(choiceSchema.extend({ environment: z.string().optional() })),
  /** Modules with what is missing for each. */
  modules: z.array(
    z.object({
      module: z.string(),
      title: z.string(),
      sources: z.array(z.string()),
      stores: z.array(z.string()),
    }),
  ),
});
export type EnvironmentView = z.infer<typeof environmentViewSchema>;
