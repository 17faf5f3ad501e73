import { seededSql, text } from "../generate/seeded-sql.ts";
import type { ShopSize } from "./sizes.ts";

/** How the shop's staff wrote categories over the years, and what they meant. */
export const categoryNames = [
  ["электроника", "electronics"],
  ["electronics", "electronics"],
  ["эл-ка", "electronics"],
  ["книги", "books"],
  ["books", "books"],
  ["book", "books"],
  ["дом и сад", "home"],
  ["home & garden", "home"],
  ["для дома", "home"],
  ["одежда", "clothes"],
  ["clothes", "clothes"],
  ["apparel", "clothes"],
  ["игрушки", "toys"],
  ["toys", "toys"],
] as const;

export const insertCategories = `insert into category_names values ${categoryNames
  .map(([variant, category]) => `(${text(variant)}, ${text(category)})`)
  .join(", ")}`;

const grouped = (whole: string, separator: string) =>
  `replace(to_char(${whole}, 'FM9,999,999'), ',', '${separator}')`;

/** A price as text: `1 234,56`, `1234.56`, `1,234.56 ₽`. */
function priceForms(r: ReturnType<typeof seededSql>, whole: string): string {
  const cents = `lpad(${r.below("cents", 100)}::text, 2, '0')`;
  return r.oneOf("price form", [
    [40, `${grouped(whole, " ")} || ',' || ${cents}`],
    [40, `(${whole})::text || '.' || ${cents}`],
    [18, `to_char(${whole}, 'FM9,999,999') || '.' || ${cents} || ' ₽'`],
    [1, "'договорная'"],
    [1, "''"],
  ]);
}

const productId = (number: string) => `'P-' || lpad((${number})::text, 6, '0')`;

export function insertProducts(seed: number, from: number, to: number): string {
  const r = seededSql(seed, "products");
  const variants = categoryNames.map(([variant]) => variant);
  return `
insert into products
select ${productId("i")},
  'SKU' || (i - case when ${r.chance("sku twice", 0.004)} and i > 1 then 1 else 0 end),
  ${r.pick("adjective", ["Лёгкий", "Умный", "Compact", "Silent", "Тёплый", "Folding", "Детский"])} || ' ' || ${r.pick("noun", ["чайник", "lamp", "рюкзак", "roman", "плед", "drone", "конструктор"])} || ' ' || i,
  ${r.oneOf("category form", [
    [70, r.pick("category", variants)],
    [15, `upper(${r.pick("category", variants)})`],
    [13, `' ' || ${r.pick("category", variants)} || ' '`],
    [2, "'прочее'"],
  ])},
  ${priceForms(r, `(50 + ${r.below("price", 90_000)})`)},
  ${r.oneOf("weight form", [
    [90, `(${r.below("grams", 20_000)} / 1000.0)::numeric(8,3)::text`],
    [4, `replace((${r.below("grams", 20_000)} / 1000.0)::numeric(8,3)::text, '.', ',')`],
    [4, "'н/д'"],
    [2, "'9999'"],
  ])}
from generate_series(${from}::bigint, ${to}::bigint) as i`;
}

export function insertOrders(seed: number, size: ShopSize, from: number, to: number): string {
  const r = seededSql(seed, "orders");
  const at = `(timestamp '2022-01-01' + ${r.below("at", 130_000_000)} * interval '1 second')`;
  const customer = `(1 + ${r.below("customer no", size.customers)})`;
  return `
insert into orders
select ${orderNumber("i")},
  ${r.oneOf("customer", [
    [90, `${customer}::text`],
    [5, `lpad(${customer}::text, 9, '0')`],
    [3, `' ' || ${customer}`],
    [1, `(${size.customers * 10} + i)::text`],
    [1, "'N/A'"],
  ])},
  ${r.oneOf("date form", [
    [50, `to_char(${at}, 'DD.MM.YYYY HH24:MI')`],
    [35, `to_char(${at}, 'YYYY-MM-DD HH24:MI:SS')`],
    [14, `to_char(${at}, 'DD/MM/YYYY HH24:MI')`],
    [1, "'вчера'"],
  ])},
  ${priceForms(r, `(100 + ${r.below("total", 400_000)})`)},
  ${r.pick("status", ["new", "New", "paid", "PAID", "оплачен", "shipped", "отправлен", "delivered", "Доставлен ", "cancelled", "отменён", "???"])},
  ${r.pick("city", ["Москва", "москва ", "Санкт-Петербург", "СПб", "Казань", "КАЗАНЬ", "Новосибирск", "London", "Manchester", "-"])},
  ${r.oneOf("comment", [
    [80, "null"],
    [
      10,
      r.pick("words", ["Позвонить за час", "Leave at the door", "Подарочная упаковка", "Код домофона 45К"]),
    ],
    [5, "repeat('очень длинно ', 60)"],
    [5, "''"],
  ])}
from generate_series(${from}::bigint, ${to}::bigint) as i`;
}

/** Order numbers have eight digits and are no phones. */
export const orderNumber = (number: string): string => `(20000000 + (${number}))`;

/** The lines of orders `from`…`to`: one to four each. */
export function insertOrderLines(seed: number, size: ShopSize, from: number, to: number): string {
  const r = seededSql(seed, "order lines");
  const key = "i * 8 + line";
  const quantity = `(1 + ${r.below("quantity", 5, key)})`;
  return `
insert into order_lines
select
  case when ${r.chance("no such order", 0.004, key)} then (90000000 + i)::text else ${orderNumber("i")}::text end,
  line,
  case when ${r.chance("no such product", 0.005, key)} then 'P-999999' else ${productId(`1 + ${r.below("product", size.products, key)}`)} end,
  ${r.oneOf(
    "quantity form",
    [
      [96, `${quantity}::text`],
      [1, "'1.9'"],
      [1, "'два'"],
      [1, "''"],
      [1, "'-1'"],
    ],
    key,
  )},
  ${r.oneOf(
    "discount",
    [
      [70, "'0'"],
      [20, `${r.below("discount", 30, key)} || '%'`],
      [10, "null"],
    ],
    key,
  )}
from generate_series(${from}::bigint, ${to}::bigint) as i
cross join lateral generate_series(1, 1 + ${r.below("lines", 4)}) as line`;
}
