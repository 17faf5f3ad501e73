import { z } from "zod";
import { AppError } from "#lib/kernel";
import type { PostgresClient } from "#lib/network/server";
import { quoteLiteral, quoteName } from "./names.ts";

/** Schemas of ours say so in their comment. Persisted JSON: a change must still read what older versions wrote. */
const markSchema = z.object({
  etlExpress: z.literal(1),
  kind: z.enum(["run", "version", "latest", "script"]),
  module: z.string(),
  run: z.string(),
  version: z.number().int().optional(),
  /** Of a version: `latest` never shows it. */
  withdrawn: z.literal(true).optional(),
});
export type SchemaMark = z.infer<typeof markSchema>;

export interface OwnSchema {
  readonly name: string;
  readonly mark: SchemaMark;
}

const readMark = (comment: string | null): SchemaMark | undefined => {
  try {
    return markSchema.safeParse(JSON.parse(comment ?? "null")).data;
  } catch {
    return undefined;
  }
};

/** The schemas that hold a module's runs and versions here. */
export const ownSchemas = async (client: PostgresClient, module: string): Promise<readonly OwnSchema[]> =>
  (await allOwnSchemas(client)).filter(({ mark }) => mark.module === module);

export async function allOwnSchemas(client: PostgresClient): Promise<readonly OwnSchema[]> {
  const { rows } = await client.query<{ name: string; comment: string | null }>(
    "select nspname as name, obj_description(oid, 'pg_namespace') as comment from pg_namespace where obj_description(oid, 'pg_namespace') like '{%etlExpress%'",
  );
  return rows.flatMap(({ name, comment }) => {
    const mark = readMark(comment);
    return mark ? [{ name, mark }] : [];
  });
}

export async function schemaBytes(client: PostgresClient, name: string): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    `select coalesce(sum(pg_total_relation_size(oid)), 0)::text as bytes from pg_class
     where relnamespace = $1::regnamespace and relkind in ('r', 'm')`,
    [quoteName(name)],
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** Says in a schema's comment that it is ours, and what it is. */
export const writeMark = (client: PostgresClient, name: string, mark: SchemaMark) =>
  client.query(`comment on schema ${quoteName(name)} is ${quoteLiteral(JSON.stringify(mark))}`);

/**
 * Makes a schema of ours. One that is there already keeps its mark; one of that name that is somebody else's is refused, never
 * touched.
 */
export async function createOwnSchema(
  client: PostgresClient,
  name: string,
  mark: SchemaMark,
  store: string,
): Promise<void> {
  const { rows } = await client.query<{ comment: string | null }>(
    "select obj_description(oid, 'pg_namespace') as comment from pg_namespace where nspname = $1",
    [name],
  );
  const existing = rows[0];
  if (existing) {
    const found = readMark(existing.comment);
    const isSame =
      found?.module === mark.module &&
      found.kind === mark.kind &&
      (mark.kind === "latest" || found.run === mark.run);
    if (!isSame) throw new AppError("store-refused", { store, detail: `schema ${name}` });
    return;
  }
  await client.query(`create schema ${quoteName(name)}`);
  await writeMark(client, name, mark);
}
