import { AppError } from "#lib/kernel";
import { declaredSources, type ModuleDocument, usableDocument } from "#lib/metadata";
import type { Actor } from "../core/operation.ts";
import type { Services } from "../core/services.ts";
import { assertRoleMayRead, bindPlaces, draftIn } from "../run-ports/index.ts";
import { artefactsAtHand } from "./module-values.ts";
import { upstreamsFor } from "./upstreams-for.ts";

/** A module that somebody looks at; without an environment, as its document is written. */
export interface Looked {
  readonly module: string;
  readonly environment?: string | undefined;
}

/**
 * Names whose looks at which module these are, and where: rows that were read, keys, and what scripts printed stay with it, so
 * that nothing that was read in one environment is shown as what another holds.
 */
export const lookSession = ({ userId }: Pick<Actor, "userId">, { module, environment }: Looked): string =>
  [userId, module, ...(environment === undefined ? [] : [environment])].join(" ");

/** Whether scripts make a table's rows. No source runs Python: what such a script extracts is made as well. */
export const isMadeByScripts = (table: {
  readonly transformation?: unknown;
  readonly extraction?: { readonly language: string } | undefined;
}): boolean => table.transformation !== undefined || table.extraction?.language === "python";

/** Sources that can be bound; one that cannot is missed when a table asks for it. */
async function sourcesOf(
  services: Services,
  document: ModuleDocument | undefined,
  environment: string | undefined,
) {
  const { db, masterKey } = services;
  const bound = (document ? declaredSources(document) : []).map(async (source) => {
    try {
      return (await bindPlaces(db, masterKey, services, { sources: [source] }, { environment })).sources;
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  });
  return (await Promise.all(bound)).flat().map(({ name, kind, config }) => ({ name, kind, config }));
}

/**
 * What a look at tables of a document takes with it: the document with the sources that it reads there, the values that it refers
 * to, and those sources as they are now.
 * @throws AppError `environment-missing`, `environment-unbound`, `permission-missing`
 */
export async function lookRequest(
  { services, actor }: { readonly services: Services; readonly actor: Pick<Actor, "role"> },
  { module, environment }: Looked,
  written: unknown,
) {
  const document = await draftIn(services.db, written, environment);
  const found = await artefactsAtHand(services, module, document);
  const artefacts = (name: string) => found.get(name);
  const upstreams = await upstreamsFor(services, document, environment);
  const usable = usableDocument(document, { artefacts, upstreams }).document;
  if (usable) assertRoleMayRead(actor.role, usable);
  return { document, values: [...found], sources: await sourcesOf(services, usable, environment) };
}
