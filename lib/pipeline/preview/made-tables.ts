import { findClusters } from "#lib/column-rules";
import { type StagedColumn, toText } from "#lib/compiler";
import { formatColumnType } from "#lib/contracts";
import type { Engine } from "#lib/engine";
import { AppError } from "#lib/kernel";
import { profiledColumn, profileTable, rowsToProfile } from "#lib/privacy";
import { join, name, type Sql, sql } from "#lib/sql";
import { looked } from "./choose-rows.ts";
import type { MadeClusterRequest, MadeProfile } from "./preview-request.ts";

/** What was looked at of a transformed table. */
interface MadeTable {
  readonly table: string;
  readonly columns: readonly StagedColumn[];
}

const profiled = name("work", "profiled");
const asText = ({ name: own, type }: StagedColumn): Sql => sql`${toText(name(own), type)}::varchar`;

/** Counts the columns of rows taken at random from what was looked at; the same rows again for the same look. */
export async function profileMade(engine: Engine, { table, columns }: MadeTable): Promise<MadeProfile> {
  if (columns.length === 0) return { rows: 0, columns: [] };
  const texts = columns.map((column, at) => sql`${asText(column)} as ${profiledColumn(at)}`);
  await engine.execute(sql`create or replace table ${profiled} as select ${join(texts)} from ${looked(table)}
    order by md5(rowid::varchar) limit ${rowsToProfile(columns.length)}`);
  const profiles = await profileTable((query) => engine.rows(query), profiled, columns.length);
  await engine.execute(sql`drop table ${profiled}`);
  return {
    rows: profiles[0]?.rows ?? 0,
    columns: columns.flatMap(({ name: own, type }, at) => {
      const profile = profiles[at];
      return profile ? [{ name: own, datatype: formatColumnType(type), profile }] : [];
    }),
  };
}

/** @throws AppError `not-found` where the transformation makes no such column, `merges-too-many` */
export function clusterMade(
  engine: Engine,
  { table, columns }: MadeTable,
  { column, search }: Pick<MadeClusterRequest, "column" | "search">,
) {
  const found = columns.find(({ name: own }) => own === column);
  if (!found) throw new AppError("not-found", { what: "column", name: column }, { place: { table } });
  return findClusters(engine, sql`select ${asText(found)} as v from ${looked(table)}`, search);
}
