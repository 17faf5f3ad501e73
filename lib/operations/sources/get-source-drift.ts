import { z } from "zod";
import { slugSchema, sourceDriftSchema } from "#lib/contracts";
import { driftOf, type ModuleDocument } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { placesNamedIn } from "../views/place-view.ts";
import { seenSource } from "./seen-source.ts";

/** What a module runs: its newest revision, or the draft while it has none. */
async function usedDocument({ db }: Services, module: string) {
  const revision = await db.revisions.latest(module);
  const kept = revision ?? (await db.drafts.get(module));
  return kept && { raw: kept.document, revision: revision?.number, at: revision?.createdAt };
}

const readersIn = (document: ModuleDocument, ref: string) =>
  document.sources
    .filter((source) => source.ref === ref)
    .map(({ name }) => ({
      name,
      tables: document.tables
        .filter(({ extraction }) => extraction?.source === name)
        .map((table) => table.name),
    }));

/** Which modules read a source, and what of it is not as they expect; the source is not asked for that. */
export const getSourceDrift = defineOperation({
  id: "get-source-drift",
  title: { en: "See how a source has changed", ru: "Изменения схемы источника" },
  permission: "sources:read",
  input: z.strictObject({ name: slugSchema }),
  output: sourceDriftSchema,
  run: async ({ services }, { name }) => {
    const { db } = services;
    const { kind } = found(await db.sources.get(name), "source", name);
    const newest = await db.seenSchemas.newest(name);
    const oldest = await db.seenSchemas.newest(name, new Date(0));
    const modules: z.input<typeof sourceDriftSchema>["modules"] = [];
    for (const { name: module, title } of await db.modules.list()) {
      const used = await usedDocument(services, module);
      if (!used || !placesNamedIn(used.raw).sources.includes(name)) continue;
      const document = readDocument(used.raw);
      const readers = document ? readersIn(document, name) : [];
      const seen = await seenSource(db, { name, kind }, used.at);
      const findings = readers.flatMap((reader) =>
        document && seen
          ? driftOf(document, reader.name, seen).map(({ code, table, message, path }) => ({
              code,
              table,
              message,
              path: path.join("/"),
            }))
          : [],
      );
      const tables = readers.flatMap((reader) => reader.tables);
      modules.push({
        module,
        title,
        tables,
        findings,
        ...(used.revision ? { revision: used.revision } : {}),
      });
    }
    return {
      ...(newest ? { seenAt: newest.lastSeenAt.toISOString() } : {}),
      ...(newest && oldest && oldest.firstSeenAt < newest.firstSeenAt
        ? { changedAt: newest.firstSeenAt.toISOString() }
        : {}),
      modules,
    };
  },
});
