import type { Client } from "pg";
import { insertAddresses, insertCustomers } from "./customers-sql.ts";
import { insertCategories, insertOrderLines, insertOrders, insertProducts } from "./sales-sql.ts";
import { type ShopSize, shopSize } from "./sizes.ts";
import { insertMessages } from "./support-sql.ts";

/** The tables of the shop as its developers left them: most of it text. */
const createTables = `
create table customers (customer_id text, full_name text, email text, phone text, birth_date text, gender text, city text, inn text, snils text,
  registered_at timestamp, loyalty_points text, consent text, referred_by text, updated_at timestamp);
create table addresses (address_id bigint primary key, customer_id text, kind text, street text, postal_code text);
create table category_names (variant text primary key, category text not null);
create table products (product_id text primary key, sku text, name text, category text, price text, weight_kg text);
create table orders (order_id bigint primary key, customer_id text, ordered_at text, total text, status text, delivery_city text, comment text);
create table order_lines (order_id text, line_no integer, product_id text, quantity text, discount text);
create table support_messages (message_id bigint primary key, customer_id text, order_id text, sent_at timestamp, channel text, reply_to text, rating text, body text);`;

/** Rows a statement writes at most: keeps memory and what is lost by an interruption small. */
const batchRows = 100_000;

export interface ShopOptions {
  readonly orders: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** `done` and `total` count rows of all tables, order lines aside. */
  readonly onProgress?: (table: string, done: number, total: number) => void;
}

export const defaultSeed = 20_260_101;

/** Fills an empty database with the shop. The same seed and number of orders give the same rows. */
export async function generateShop(client: Client, options: ShopOptions): Promise<ShopSize> {
  const seed = options.seed ?? defaultSeed;
  const size = shopSize(options.orders);
  const steps: readonly (readonly [
    table: string,
    rows: number,
    insert: (from: number, to: number) => string,
  ])[] = [
    ["customers", size.customerRows, (from, to) => insertCustomers(seed, size, from, to)],
    ["addresses", size.addresses, (from, to) => insertAddresses(seed, size, from, to)],
    ["products", size.products, (from, to) => insertProducts(seed, from, to)],
    ["orders", size.orders, (from, to) => insertOrders(seed, size, from, to)],
    ["order_lines", size.orders, (from, to) => insertOrderLines(seed, size, from, to)],
    ["support_messages", size.messages, (from, to) => insertMessages(seed, size, from, to)],
  ];
  const total = steps.reduce((sum, [, rows]) => sum + rows, 0);
  let done = 0;
  await client.query(createTables);
  await client.query(insertCategories);
  for (const [table, rows, insert] of steps) {
    for (let from = 1; from <= rows; from += batchRows) {
      options.signal?.throwIfAborted();
      const to = Math.min(rows, from + batchRows - 1);
      await client.query(insert(from, to));
      done += to - from + 1;
      options.onProgress?.(table, done, total);
    }
  }
  await client.query("analyze");
  return size;
}
