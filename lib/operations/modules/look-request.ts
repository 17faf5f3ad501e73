import { AppError } from "#lib/kernel";
import { declaredSources, type ModuleDocument, usableDocument } from "#lib/metadata";
import type { Services } from "../core/services.ts";
import { bindPlaces } from "../run-ports/index.ts";
import { artefactsAtHand } from "./module-values.ts";
import { upstreamsFor } from "./upstreams-for.ts";

/** Sources that can be bound; one that cannot is missed when a table asks for it. */
async function sourcesOf(services: Services, document: ModuleDocument | undefined) {
  const bound = (document ? declaredSources(document) : []).map(async (source) => {
    try {
      return (await bindPlaces(services.db, services.masterKey, services, { sources: [source] })).sources;
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  });
  return (await Promise.all(bound)).flat().map(({ name, kind, config }) => ({ name, kind, config }));
}

/** What a look at tables of a document takes with it: the values that it refers to, and its sources as they are now. */
export async function lookRequest(services: Services, module: string, document: unknown) {
  const found = await artefactsAtHand(services, module, document);
  const artefacts = (name: string) => found.get(name);
  const upstreams = await upstreamsFor(services, document);
  const sources = await sourcesOf(services, usableDocument(document, { artefacts, upstreams }).document);
  return { values: [...found], sources };
}
