import { type Access, type Client, lockModule } from "../client.ts";
import { moduleIdOf } from "./modules.ts";

/** Values that a module's documents refer to, encrypted by whoever gives them. */
export interface ArtefactRecord {
  readonly artefact: string;
  readonly sealed: Uint8Array;
}

export interface ArtefactRepository {
  /** Keeps what is not kept yet, and marks all that are named as in use. @throws AppError `not-found` */
  keep(
    module: string,
    given: { readonly sealed: readonly ArtefactRecord[]; readonly named: readonly string[] },
  ): Promise<void>;
  /** Those of the names that the module has. */
  read(module: string, names: readonly string[]): Promise<readonly ArtefactRecord[]>;
  /** Removes what no revision, checkpoint or draft refers to and nobody kept since; answers how many. */
  deleteUnreferenced(keptBefore: Date): Promise<number>;
}

/** Names of artefacts in a document's text. One more than there are is harmless: it is looked up before it counts. */
const namesIn = (document: string): readonly string[] => [
  ...new Set(document.match(/hmac-sha256:[0-9a-f]{64}/g) ?? []),
];

/** The artefacts that a document's text refers to, for whoever writes down who holds them; marked as in use. */
export async function artefactsToHold(
  client: Client,
  { moduleId, document }: { readonly moduleId: string; readonly document: string },
): Promise<readonly { readonly moduleId: string; readonly name: string }[]> {
  // A sweep that waits for the rows sees that they are in use.
  return client.artefact.updateManyAndReturn({
    where: { moduleId, name: { in: [...namesIn(document)] } },
    data: { keptAt: new Date() },
    select: { moduleId: true, name: true },
  });
}

export function artefactRepository({ client, atomic }: Access): ArtefactRepository {
  return {
    keep: (module, { sealed, named }) =>
      atomic(async (tx) => {
        const moduleId = await moduleIdOf(tx, module);
        await lockModule(tx, moduleId);
        const name = { in: [...named, ...sealed.map(({ artefact }) => artefact)] };
        await tx.artefact.updateMany({ where: { moduleId, name }, data: { keptAt: new Date() } });
        await tx.artefact.createMany({
          data: sealed.map((one) => ({ moduleId, name: one.artefact, sealed: Uint8Array.from(one.sealed) })),
          skipDuplicates: true,
        });
      }),
    read: async (module, names) => {
      if (names.length === 0) return [];
      const rows = await client.artefact.findMany({
        where: { module: { name: module }, name: { in: [...names] } },
        select: { name: true, sealed: true },
      });
      return rows.map(({ name, sealed }) => ({ artefact: name, sealed }));
    },
    deleteUnreferenced: (keptBefore) => client.$executeRaw`
      delete from "artefact" a where a."keptAt" < ${keptBefore}
        and not exists (select 1 from "revision_artefact" r where r."moduleId" = a."moduleId" and r."name" = a."name")
        and not exists (select 1 from "checkpoint_artefact" c where c."moduleId" = a."moduleId" and c."name" = a."name")
        and not exists (select 1 from "draft" d where d."moduleId" = a."moduleId" and strpos(d."document", a."name") > 0)`,
  };
}
