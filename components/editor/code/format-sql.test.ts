import { describe, expect, it } from "vitest";
import { formatSql } from "./format-sql.ts";
import { sqlTokens } from "./sql-tokens.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

const scripts: readonly (readonly [string, string])[] = [
  ["select a,b from t where x=1", lines("select a, b", "from t", "where x=1")],
  [
    "SELECT customer_id, first_name AS given_name, last_name AS family_name, lower(email) AS email FROM customers c LEFT JOIN addresses a ON a.customer_id = c.customer_id AND a.kind = 'home' AND a.valid_until IS NULL ORDER BY 1",
    lines(
      "SELECT",
      "  customer_id,",
      "  first_name AS given_name,",
      "  last_name AS family_name,",
      "  lower(email) AS email",
      "FROM customers c",
      "LEFT JOIN addresses a ON a.customer_id = c.customer_id",
      "  AND a.kind = 'home'",
      "  AND a.valid_until IS NULL",
      "ORDER BY 1",
    ),
  ],
  [
    "with recent as (select id, placed_at from orders where placed_at between date '2024-01-01' and date '2024-12-31' and status <> 'cancelled'), b as (select 1) select * from recent union all select * from b",
    lines(
      "with recent as (",
      "  select id, placed_at",
      "  from orders",
      "  where placed_at between date '2024-01-01' and date '2024-12-31'",
      "    and status <> 'cancelled'",
      "),",
      "b as (select 1)",
      "select *",
      "from recent",
      "union all",
      "select *",
      "from b",
    ),
  ],
  [
    "select a, -- the first; it's one\n/* two */ b from t -- all of it\n-- done",
    lines("select", "  a, -- the first; it's one", "  /* two */ b", "from t -- all of it", "-- done"),
  ],
  [
    "select case when total > 1000 then 'large order of somebody' when total > 100 then 'order' else 'small' end as size, extract(year from placed_at) from orders",
    lines(
      "select",
      "  case",
      "    when total > 1000 then 'large order of somebody'",
      "    when total > 100 then 'order'",
      "    else 'small'",
      "  end as size,",
      "  extract(year from placed_at)",
      "from orders",
    ),
  ],
  [
    'select x::int, y->>\'$.a\', t.from, left(z, 2), $tag$ from ( $tag$, "a comma, and", "group by" from t where a is distinct from b',
    lines(
      "select",
      "  x::int,",
      "  y->>'$.a',",
      "  t.from,",
      "  left(z, 2),",
      "  $tag$ from ( $tag$,",
      '  "a comma, and",',
      '  "group by"',
      "from t",
      "where a is distinct from b",
    ),
  ],
];

describe("the layout of a script", () => {
  it.each(scripts)("lays out %s", (script, wanted) => {
    expect(formatSql(script)).toBe(wanted);
  });

  it("changes nothing but white space, and nothing the second time", () => {
    for (const [script, wanted] of scripts) {
      expect(sqlTokens(formatSql(script))?.map(({ text }) => text)).toEqual(
        sqlTokens(script)?.map(({ text }) => text),
      );
      expect(formatSql(wanted)).toBe(wanted);
    }
  });

  it("leaves alone what is not whole", () => {
    for (const script of [
      "select 'a from t",
      "select (a from t",
      "select a) from t",
      "select /* a",
      'select "a',
      "  ",
    ])
      expect(formatSql(script)).toBe(script);
  });

  it("does not run a sign into a comment, nor a comment into what follows", () => {
    expect(formatSql("select 1 -- one\n+ 2, (3 -- three\n) from t")).toBe(
      lines("select", "  1 -- one", "  + 2,", "  (3 -- three", "  )", "from t"),
    );
    expect(formatSql("select 1*--x\n2")).toBe(lines("select", "  1*--x", "  2"));
  });
});
