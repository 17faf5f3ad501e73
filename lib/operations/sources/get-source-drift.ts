import { z } from "zod";
import { slugSchema, sourceDriftSchema } from "#lib/contracts";
import { driftOf, type ModuleDocument, type SeenSource } from "#lib/metadata";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import type { Services } from "../core/services.ts";
import { readDocument } from "../modules/check-document.ts";
import { placesNamedIn } from "../views/place-view.ts";
import { seenSource } from "./seen-source.ts";

type Used = z.input<typeof sourceDriftSchema>["modules"][number];

/** What a module runs: its newest revision, or the draft while it has none. */
async function usedDocument({ db }: Services, module: string) {
  const revision = await db.revisions.latest(module);
  const kept = revision ?? (await db.drafts.get(module));
  return kept && { raw: kept.document, revision: revision?.number, at: revision?.createdAt };
}

/** Where documents run, and the names that mean the source there. */
interface Meaning {
  /** Absent: as they are written. */
  readonly environment?: string;
  readonly names: ReadonlySet<string>;
}

async function meaningsOf({ db }: Services, source: string): Promise<readonly Meaning[]> {
  const bound = (await db.environments.list()).map(({ name, bindings }) => ({
    environment: name,
    names: new Set([...bindings.sources].flatMap(([named, place]) => (place === source ? [named] : []))),
  }));
  return [{ names: new Set([source]) }, ...bound];
}

const readersIn = (document: ModuleDocument, names: ReadonlySet<string>) =>
  document.sources
    .filter(({ ref }) => names.has(ref))
    .map(({ name }) => ({
      name,
      tables: document.tables
        .filter(({ extraction }) => extraction?.source === name)
        .map((table) => table.name),
    }));

type Reader = ReturnType<typeof readersIn>[number];

/** By the sources of the document that are this one somewhere: mostly the same ones everywhere. */
function readings(
  document: ModuleDocument | undefined,
  meanings: readonly Meaning[],
): readonly { readonly readers: readonly Reader[]; readonly meanings: readonly Meaning[] }[] {
  const readersOf = ({ names }: Meaning) => (document ? readersIn(document, names) : []);
  const alike = Map.groupBy(meanings, (one) => JSON.stringify(readersOf(one).map(({ name }) => name)));
  return [...alike.values()].map((group) => ({
    readers: group[0] ? readersOf(group[0]) : [],
    meanings: group,
  }));
}

const findingsOf = (
  document: ModuleDocument | undefined,
  readers: readonly Reader[],
  seen: SeenSource | undefined,
): Used["findings"] =>
  readers.flatMap(({ name }) =>
    document && seen
      ? driftOf(document, name, seen).map(({ code, table, message, path }) => ({
          code,
          table,
          message,
          path: path.join("/"),
        }))
      : [],
  );

/** Which modules read a source, as they are written or in an environment, and what of it is not as they expect; the source is not asked for that. */
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
    const meanings = await meaningsOf(services, name);
    const modules: Used[] = [];
    for (const { name: module, title } of await db.modules.list()) {
      const used = await usedDocument(services, module);
      if (!used) continue;
      const named = placesNamedIn(used.raw).sources;
      const here = meanings.filter(({ names }) => named.some((one) => names.has(one)));
      if (here.length === 0) continue;
      const document = readDocument(used.raw);
      const seen = await seenSource(db, { name, kind }, used.at);
      for (const { readers, meanings: places } of readings(document, here))
        modules.push({
          module,
          title,
          asWritten: places.some(({ environment }) => environment === undefined),
          environments: places.flatMap(({ environment = [] }) => environment),
          tables: readers.flatMap((reader) => reader.tables),
          findings: findingsOf(document, readers, seen),
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
