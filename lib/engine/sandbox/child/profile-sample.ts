import { profileTable } from "#lib/privacy";
import { duckdbQuoting, name, render, type Sql } from "#lib/sql";
import type { SampleProfile, Task } from "../protocol.ts";
import type { LockedEngine } from "./locked-engine.ts";

const { name: quote, literal } = duckdbQuoting;

/** Takes a sample in as text and counts its columns; rows and counts are all that is answered. */
export async function profileSample(
  engine: LockedEngine,
  { columns, input }: Extract<Task, { kind: "profile" }>,
): Promise<SampleProfile> {
  const own = columns.map((_, at) => `c${at}`);
  if ("csv" in input) {
    const types = own.map((column) => `${literal(column)}: 'VARCHAR'`).join(", ");
    await engine.connection.run(
      `create temp table sample as select * from read_csv(${literal(input.csv)}, auto_detect=false, header=false, delim=',', quote='"', escape='"',
        nullstr='', allow_quoted_nulls=false, max_line_size=16777216, buffer_size=33554432, columns={${types}})`,
    );
  } else {
    await engine.connection.run(`attach ${literal(input.databaseFile)} as source (read_only)`);
    const list = columns.map((column, at) => `cast(${quote(column)} as varchar) as ${own[at]}`).join(", ");
    await engine.connection.run(
      `create temp table sample as select ${list} from source.main.${quote(input.table)}`,
    );
  }
  await engine.lock([]);
  const [count] = await engine.rows("select count(*) as n from sample");
  const ask = (query: Sql) => engine.rows(render(query, duckdbQuoting).text);
  return { rows: Number(count?.n), columns: await profileTable(ask, name("sample"), own.length) };
}
