import { AppError, type Text } from "#lib/kernel";
import type { PostgresClient } from "#lib/network/server";
import { qualified, quoteName } from "./names.ts";

/** Since this version a view reads with the rights of who asks it, not with its owner's. */
const invokerViews = 150_000;

interface Relation {
  readonly name: string;
  readonly kind: string;
  readonly isOurs: boolean;
}

interface Place {
  readonly schema: string;
  readonly script: string;
  readonly reader: string;
}

const refused = (text: Text) => new AppError("upload-script-refused", { ...text });

const relationsOf = async (client: PostgresClient, schema: string): Promise<readonly Relation[]> => {
  // Tables before what belongs to them: a sequence of a column goes with its table.
  const { rows } = await client.query<{ name: string; kind: string; isOurs: boolean }>(
    `select relname as name, relkind::text as kind, pg_get_userbyid(relowner) = current_user as "isOurs" from pg_class
     where relnamespace = $1::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f', 'S') order by relkind = 'S', relname`,
    [quoteName(schema)],
  );
  return rows;
};

async function assertKinds(client: PostgresClient, relations: readonly Relation[]): Promise<void> {
  const other = relations.find(({ kind }) => kind === "m" || kind === "f");
  if (other)
    throw refused({
      en: `${other.name}: a materialized view or a foreign table cannot stay in the run's own schema. Make a table of it.`,
      ru: `${other.name}: материализованное представление или внешняя таблица не может остаться в собственной схеме запуска. Сделайте из неё таблицу.`,
    });
  const view = relations.find(({ kind }) => kind === "v");
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  if (view && (rows[0]?.version ?? 0) < invokerViews)
    throw refused({
      en: `${view.name}: views can stay on PostgreSQL 15 and later. Make a table of it.`,
      ru: `${view.name}: представления могут оставаться на PostgreSQL 15 и новее. Сделайте из него таблицу.`,
    });
}

/**
 * Functions that somebody may replace later would run as whoever reads the version, or as we do when the server looks at an index
 * of ours; a table that is tied to one elsewhere changes with that one.
 */
async function assertClosed(client: PostgresClient, schema: string): Promise<void> {
  const { rows: functions } = await client.query<{ name: string }>(
    `with recursive used as (
       select 'pg_class'::regclass::oid as classid, oid as objid from pg_class where relnamespace = $1::regnamespace
       union
       select d.classid, d.objid from pg_depend d join pg_class c on c.oid = d.refobjid
       where d.refclassid = 'pg_class'::regclass and c.relnamespace = $1::regnamespace
       union
       select d.refclassid, d.refobjid from used u join pg_depend d on d.classid = u.classid and d.objid = u.objid
     )
     select p.proname as name from used u join pg_proc p on p.oid = u.objid and u.classid = 'pg_proc'::regclass
     where p.oid >= 16384 and not exists (
       select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
     order by 1 limit 1`,
    [quoteName(schema)],
  );
  if (functions[0])
    throw refused({
      en: `what it leaves uses the function ${functions[0].name}, which can be changed later. Only the server's own functions and those of its extensions may be used there.`,
      ru: `оставленное им использует функцию ${functions[0].name}, которую потом могут изменить. Можно использовать только функции самого сервера и его расширений.`,
    });
  const { rows: ties } = await client.query<{ name: string }>(
    `select case when c.relnamespace = $1::regnamespace then c.relname else p.relname end as name
     from pg_inherits h join pg_class c on c.oid = h.inhrelid join pg_class p on p.oid = h.inhparent
     where (c.relnamespace = $1::regnamespace) <> (p.relnamespace = $1::regnamespace)
     union all
     select c.relname from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class p on p.oid = f.confrelid
     where f.contype = 'f' and c.relnamespace = $1::regnamespace and p.relnamespace <> c.relnamespace
     limit 1`,
    [quoteName(schema)],
  );
  if (ties[0])
    throw refused({
      en: `the table ${ties[0].name} inherits from, or refers to, a table outside of the run's own schema, and would change with it.`,
      ru: `таблица ${ties[0].name} наследует таблицу вне собственной схемы запуска или ссылается на неё и менялась бы вместе с ней.`,
    });
}

/** Takes away whatever rights on the relations somebody was given. */
async function revokeAll(client: PostgresClient, { schema, script }: Place): Promise<void> {
  await client.query(`revoke all on schema ${quoteName(schema)} from ${quoteName(script)}`);
  const { rows } = await client.query<{ name: string; grantee: string | null }>(
    `select distinct c.relname as name, r.rolname as grantee
     from pg_class c
     cross join lateral (
       select grantee from aclexplode(c.relacl)
       union
       select x.grantee from pg_attribute t, aclexplode(t.attacl) x where t.attrelid = c.oid
     ) a left join pg_roles r on r.oid = a.grantee
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'S') and a.grantee <> c.relowner`,
    [quoteName(schema)],
  );
  for (const { name, grantee } of rows) {
    const whom = grantee === null ? "public" : quoteName(grantee);
    await client.query(`revoke all on table ${qualified(schema, name)} from ${whom} cascade`);
  }
}

/** Types, functions and the like cannot stay: what their owner makes of them later would be in the version. */
async function assertNothingLeft(client: PostgresClient, { schema, reader }: Place): Promise<void> {
  const { rows } = await client.query<{ what: string }>(
    `select distinct i.type || ' ' || coalesce(i.name, i.identity) as what
     from pg_shdepend d join pg_database b on b.oid = d.dbid and b.datname = current_database()
     cross join lateral pg_identify_object(d.classid, d.objid, 0) i
     where d.refclassid = 'pg_authid'::regclass and d.deptype in ('o', 'a') and i.schema = $1
       and pg_get_userbyid(d.refobjid) not in (current_user, $2::name)
     order by 1 limit 1`,
    [schema, reader],
  );
  if (rows[0])
    throw refused({
      en: `only tables and views may stay in the run's own schema, not: ${rows[0].what}.`,
      ru: `в собственной схеме запуска могут остаться только таблицы и представления, а не: ${rows[0].what}.`,
    });
}

/**
 * Makes what a script wrote into its run's schema ours. Its role is other scripts' too: as an owner it could change or drop a
 * version that is published.
 * @throws AppError `upload-script-refused`
 */
export async function takeOver(client: PostgresClient, place: Place): Promise<void> {
  const { schema, reader } = place;
  const relations = await relationsOf(client, schema);
  await assertKinds(client, relations);
  for (const { name, kind } of relations.filter(({ kind: one, isOurs }) => one !== "S" && !isOurs)) {
    const target = qualified(schema, name);
    await client.query(`alter table ${target} owner to current_user`);
    // Our rights are more than the script's: what a view reads stays what its reader may.
    if (kind === "v") await client.query(`alter view ${target} set (security_invoker = true)`);
  }
  for (const { name, kind, isOurs } of await relationsOf(client, schema))
    if (kind === "S" && !isOurs)
      await client.query(`alter sequence ${qualified(schema, name)} owner to current_user`);
  await revokeAll(client, place);
  await client.query(`grant select on all tables in schema ${quoteName(schema)} to ${quoteName(reader)}`);
  // Looked at when nobody but us can change it any more.
  await assertClosed(client, schema);
  await assertNothingLeft(client, place);
}
