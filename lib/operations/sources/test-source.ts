import { z } from "zod";
import { placeTestSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { openConfig, unsavedConfig } from "../core/places.ts";

/** Connects as it is kept, or as it would be kept: with `config`, a form can be tried before it is saved. */
export const testSource = defineOperation({
  id: "test-source",
  title: { en: "Test a source", ru: "Проверить источник" },
  permission: "sources:manage",
  input: z.union([
    z.strictObject({ name: slugSchema }),
    z.strictObject({
      name: slugSchema.optional(),
      kind: z.string().max(40),
      config: z.record(z.string(), z.unknown()),
    }),
  ]),
  output: placeTestSchema,
  audit: ({ name }) => ({ kind: "source", name: name ?? "unsaved" }),
  run: async ({ services, signal }, input) => {
    const { kind, config } =
      "kind" in input
        ? { kind: input.kind, config: await unsavedConfig(services, "source", input) }
        : await openConfig(services, "source", input.name);
    const started = performance.now();
    const { server, warnings } = await services.sourceDriver(kind).test(config, signal);
    return { server, warnings: [...warnings], milliseconds: Math.round(performance.now() - started) };
  },
});
