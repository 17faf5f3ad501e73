import { accountPairs, pairQuery, profileQuery, readProfiles, withPairs } from "#lib/privacy";
import { duckdbQuoting, name, render, sql } from "#lib/sql";
import type { SampleProfile, Task } from "../protocol.ts";
import type { LockedEngine } from "./locked-engine.ts";

const { name: quote, literal } = duckdbQuoting;

type Row = Readonly<Record<string, string | number | boolean | null>>;

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
  const cells = sql`(select cast(substr(place, 2) as integer) as place, value
    from sample unpivot include nulls (value for place in (columns(*))))`;
  const counts = await engine.rows(render(profileQuery(cells), duckdbQuoting).text);
  const profiles = readProfiles(own.length, counts as readonly Row[]);
  const pairs = accountPairs(profiles);
  if (pairs.length === 0) return { rows: Number(count?.n), columns: profiles };
  const query = pairQuery(name("sample"), pairs, (at) => name(own[at] ?? ""));
  const fitting = await engine.rows(render(query, duckdbQuoting).text);
  return { rows: Number(count?.n), columns: withPairs(profiles, pairs, fitting) };
}
