/** The dialects that rules compile to. A new one is a name here and an answer in every definition. */
export const dialects = ["duckdb"] as const;
export type Dialect = (typeof dialects)[number];

export { duckdbQuoting } from "./duckdb.ts";
