import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";

/** Says which source or store a name of documents means in an environment; without a place, none: then nothing that names it runs. */
export const bindPlace = defineOperation({
  id: "bind-place",
  title: { en: "Bind a name in an environment", ru: "Связать имя в окружении" },
  permission: "environments:manage",
  input: z.strictObject({
    environment: slugSchema,
    kind: z.enum(["source", "store"]),
    /** As documents say it. */
    name: slugSchema,
    /** What it means there. */
    place: slugSchema.optional(),
  }),
  output: z.object({}),
  audit: ({ environment, kind, name, place }) => ({
    kind: "environment",
    name: environment,
    detail: { kind, name, ...(place === undefined ? {} : { place }) },
  }),
  clearsWay: true,
  run: async ({ services: { db } }, { environment, kind, name, place }) => {
    found(await db.environments.get(environment), "environment", environment);
    if (place !== undefined) {
      const places = kind === "source" ? db.sources : db.stores;
      const target = await places.get(place);
      if (target === undefined || target.archivedAt !== undefined)
        throw new AppError("not-found", { what: kind, name: place });
      // Scripts are written in the dialect of the source that the document names, where it is here.
      const written = kind === "source" ? await db.sources.get(name) : undefined;
      if (written !== undefined && written.kind !== target.kind)
        throw new AppError("environment-source-kind", {
          source: name,
          wanted: written.kind,
          place,
          kind: target.kind,
        });
    }
    await db.environments.bind({ environment, kind, name, place });
    return {};
  },
});
