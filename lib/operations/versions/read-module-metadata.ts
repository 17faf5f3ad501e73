import { z } from "zod";
import { slugSchema } from "#lib/contracts";
import { moduleJsonLd } from "#lib/linked-data";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { readDocument } from "../modules/check-document.ts";
import { versionAddresses } from "../run-ports/index.ts";

/** The catalogue's entry of a module: its versions and which is current. Says nothing of what was never published. */
export const readModuleMetadata = defineOperation({
  id: "read-module-metadata",
  title: { en: "Read a module's catalogue entry", ru: "Запись модуля в каталоге" },
  permission: "versions:read",
  input: z.strictObject({ module: slugSchema }),
  output: z.object({ jsonLd: z.string() }),
  run: async ({ services: { db, config } }, { module }) => {
    const versions = await db.versions.list(module);
    const newest = found(versions[0], "version", `${module}@latest`);
    // What `latest` is where nobody names an environment.
    const current = versions.find(
      ({ withdrawnAt, environment }) => withdrawnAt === undefined && environment === undefined,
    );
    const revision = await db.revisions.getById((current ?? newest).revisionId);
    const document = found(readDocument(revision?.document), "revision", module);
    const addressOf = (number: number) => versionAddresses(config.web.baseUrl, module, number);
    return {
      jsonLd: moduleJsonLd({
        document,
        module: addressOf(newest.number).module,
        versions: versions.map(({ number }) => addressOf(number).version).reverse(),
        ...(current ? { current: addressOf(current.number).version } : {}),
      }),
    };
  },
});
