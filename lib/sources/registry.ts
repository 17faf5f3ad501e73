import { filesSource } from "./files/definition.ts";
import { httpSource } from "./http/definition.ts";
import { mysqlSource } from "./mysql/definition.ts";
import { postgresqlSource } from "./postgresql/definition.ts";
import { s3Source } from "./s3/definition.ts";
import { sqliteSource } from "./sqlite/definition.ts";

/** Kinds of sources. */
export const sourceDefinitions = [
  postgresqlSource,
  mysqlSource,
  sqliteSource,
  filesSource,
  s3Source,
  httpSource,
] as const;
export type SourceKind = (typeof sourceDefinitions)[number]["id"];

/** Undefined for an unknown id: there is no default kind. */
export const findSourceDefinition = (id: string) => sourceDefinitions.find((d) => d.id === id);
