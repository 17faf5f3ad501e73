import { filesSource } from "./files/definition.ts";
import { postgresqlSource } from "./postgresql/definition.ts";

/** Kinds of sources. */
export const sourceDefinitions = [postgresqlSource, filesSource] as const;
export type SourceKind = (typeof sourceDefinitions)[number]["id"];

/** Undefined for an unknown id: there is no default kind. */
export const findSourceDefinition = (id: string) => sourceDefinitions.find((d) => d.id === id);
