import { expect, test } from "vitest";
import { tableFits } from "./table-filter.ts";

const tables = ["orders", "order_lines", "customers", "Архив"].map((name) => ({ schema: "shop", name }));
const found = (filter: string) => tables.filter((table) => tableFits(filter, table)).map(({ name }) => name);

test.each([
  ["ord", ["orders", "order_lines"]],
  ["order*", ["orders", "order_lines"]],
  ["/^order/", ["orders", "order_lines"]],
  ["/S$/", ["orders", "order_lines", "customers"]],
  ["/^shop\\.c/", ["customers"]],
  ["/архив/", ["Архив"]],
  // Not finished yet: finds nothing, and says nothing.
  ["/ord(/", []],
])("%s finds %j", (filter, names) => {
  expect(found(filter)).toEqual(names);
});
