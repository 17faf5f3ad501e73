import { seededSql } from "../generate/seeded-sql.ts";
import { personOf } from "./customers-sql.ts";
import { personSql, phoneForms } from "./person-sql.ts";
import { orderNumber } from "./sales-sql.ts";
import type { ShopSize } from "./sizes.ts";

/**
 * Rows `from`…`to` of support messages: free text that quotes the writer's own name, e-mail and phone among order numbers
 * that are no phones. Messages without a customer hold no names.
 */
export function insertMessages(seed: number, size: ShopSize, from: number, to: number): string {
  const r = seededSql(seed, "messages");
  const person = personSql(seed, "person");
  const phone = r.oneOf(
    "phone form",
    phoneForms("phone").map((form) => [1, form] as const),
  );
  return `
insert into support_messages
select i,
  case when named then ${r.oneOf("id form", [
    [95, "no::text"],
    [5, "lpad(no::text, 9, '0')"],
  ])} end,
  ${r.oneOf("order form", [
    [70, "order_no::text"],
    [25, "null"],
    [5, "(95000000 + i)::text"],
  ])},
  timestamp '2023-01-01' + ${r.below("sent", 90_000_000)} * interval '1 second',
  ${r.pick("channel", ["email", "Email", "chat", "чат", "phone", ""])},
  case when named and ${r.chance("reply", 0.6)} then email end,
  ${r.oneOf("rating", [
    [60, `(1 + ${r.below("stars", 5)})::text`],
    [30, "null"],
    [5, "'11'"],
    [5, "'отлично'"],
  ])},
  case when not named then ${r.pick("anonymous", ["Где мой заказ?", "The site does not open", "Верните деньги", "Когда откроется магазин?"])}
  else ${r.oneOf("body", [
    [
      20,
      "'Здравствуйте, меня зовут ' || full_name || ', заказ № ' || order_no || ' не пришёл. Мой телефон ' || " +
        phone,
    ],
    [20, "'My name is ' || full_name || '. Please write to ' || email || ' about order ' || order_no || '.'"],
    [15, `'Пишите на ' || email || ' или звоните ' || ${phone} || ', заказ ' || order_no`],
    [15, "'С уважением, ' || last_first || E'.\\nЗаказ ' || order_no || ' отменить!'"],
    [15, `'Order ' || order_no || ' arrived broken, call ' || ${phone}`],
    [15, "'Спасибо, заказ ' || order_no || ' получен, всё хорошо'"],
  ])} end
from (
  select i, no, named, order_no, ${person.fullName} as full_name, ${person.lastFirst} as last_first, ${person.email} as email, ${person.phone} as phone
  from (
    select i, no, named, order_no, ${personOf(seed, size, "no")} as person
    from (
      select i, 1 + ${r.below("customer", size.customers)} as no, ${r.chance("named", 0.92)} as named,
        ${orderNumber(`1 + ${r.below("order", size.orders)}`)} as order_no
      from generate_series(${from}::bigint, ${to}::bigint) as i
    ) as numbered
  ) as identified
) as person`;
}
