import { z } from "zod";
import { placeTestSchema, slugSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { openConfig, unsavedConfig } from "../core/places.ts";

/** Connects as it is kept, or as it would be kept: with `config`, a form can be tried before it is saved. */
export const testStore = defineOperation({
  id: "test-store",
  title: { en: "Test a store", ru: "Проверить хранилище" },
  permission: "stores:manage",
  input: z.union([
    z.strictObject({ name: slugSchema }),
    z.strictObject({
      name: slugSchema.optional(),
      kind: z.string().max(40),
      config: z.record(z.string(), z.unknown()),
    }),
  ]),
  output: placeTestSchema,
  audit: ({ name }) => ({ kind: "store", name: name ?? "unsaved" }),
  run: async ({ services, signal }, input) => {
    const { kind, config } =
      "kind" in input
        ? { kind: input.kind, config: await unsavedConfig(services, "store", input) }
        : await openConfig(services, "store", input.name);
    const started = performance.now();
    const { warnings } = await services.storeDriver(kind).test(config, signal);
    return { server: kind, warnings: [...warnings], milliseconds: Math.round(performance.now() - started) };
  },
});
