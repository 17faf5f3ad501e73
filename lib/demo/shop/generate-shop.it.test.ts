import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isInn, isSnils } from "#lib/personal-data";
import { freshDatabase, type TestDatabase } from "#lib/testing";
import { generateShop } from "./generate-shop.ts";

const tables = ["customers", "addresses", "products", "orders", "order_lines", "support_messages"];

describe("the demo shop", () => {
  const databases: TestDatabase[] = [];
  const clients: pg.Client[] = [];

  const shop = async (orders: number, seed: number) => {
    const database = await freshDatabase("shop");
    databases.push(database);
    const client = new pg.Client({ connectionString: database.url });
    clients.push(client);
    await client.connect();
    await generateShop(client, { orders, seed });
    return client;
  };
  const hashes = async (client: pg.Client) => {
    const result: Record<string, unknown> = {};
    for (const table of tables) {
      const { rows } = await client.query(
        `select md5(string_agg(t::text, '|' order by t::text collate "C")) as hash from ${table} t`,
      );
      result[table] = rows[0]?.hash;
    }
    return result;
  };
  let client: pg.Client;

  beforeAll(async () => {
    client = await shop(3_000, 1);
  });
  afterAll(async () => {
    await Promise.all(clients.map((one) => one.end()));
    await Promise.all(databases.map((one) => one.drop()));
  });

  test("the same seed gives the same rows, another seed others", async () => {
    const first = await hashes(client);
    expect(await hashes(await shop(3_000, 1))).toEqual(first);
    const other = await hashes(await shop(3_000, 2));
    for (const table of tables) expect(other[table]).not.toBe(first[table]);
  });

  test("identifiers carry valid check digits", async () => {
    const { rows } = await client.query<{ inn: string; snils: string }>("select inn, snils from customers");
    const inns = rows.map((row) => row.inn).filter((inn) => inn !== "");
    expect(inns.length).toBeGreaterThan(500);
    expect(inns.filter((inn) => !isInn(inn))).toEqual([]);
    expect(rows.map((row) => row.snils.replace(/\D/g, "")).filter((snils) => !isSnils(snils))).toEqual([]);
  });

  test("it is as messy as it says", async () => {
    const count = async (query: string) =>
      Number((await client.query(`select count(*) as n from ${query}`)).rows[0]?.n);
    expect(
      await count("(select ltrim(trim(customer_id), '0') from customers group by 1 having count(*) > 1) t"),
    ).toBeGreaterThan(20);
    expect(await count("customers where customer_id ~ '^0'")).toBeGreaterThan(20);
    expect(await count("customers where birth_date = '30.02.1977'")).toBeGreaterThan(5);
    expect(await count("order_lines where quantity in ('1.9', 'два')")).toBeGreaterThan(20);
    expect(
      await count(
        "orders o where not exists (select from customers c where ltrim(trim(c.customer_id), '0') = ltrim(trim(o.customer_id), '0'))",
      ),
    ).toBeGreaterThan(20);
    expect(
      await count("support_messages where body ~ '[^@ ]+@[^@ ]+' and body ~ '[А-Яа-яA-Za-z]'"),
    ).toBeGreaterThan(100);
  });

  test("texts quote the writer's own name, as the customers table has it", async () => {
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from support_messages m join customers c on ltrim(trim(c.customer_id), '0') = ltrim(trim(m.customer_id), '0')
       where length(c.full_name) > 8 and position(lower(regexp_replace(c.full_name, '\\s+', ' ', 'g')) in lower(m.body)) > 0`,
    );
    expect(Number(rows[0]?.n)).toBeGreaterThan(100);
  });
});
