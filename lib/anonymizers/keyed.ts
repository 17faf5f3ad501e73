import { literal, type Sql, secret, sql } from "#lib/sql";
import type { Keyed } from "./definition.ts";

/**
 * Keyed functions of a linkage domain as SQL. `purpose` separates rules: the same value gets unrelated outputs under
 * two rules, and equal ones in every column of the domain that uses the same rule.
 */
export function keyedFunctions(domain: string, purpose: string): Keyed {
  const inner = secret({ domain, purpose, form: "inner" });
  const outer = secret({ domain, purpose, form: "outer" });
  const raw = secret({ domain, purpose: `${purpose}/pick`, form: "raw" });
  return {
    hmac: (text: Sql) => sql`sha256(${outer} || unhex(sha256(${inner} || encode(${text}))))`,
    // The use ends with a NUL, so that no use and value run into each other's bytes.
    pick: (text: Sql, use: string) =>
      sql`('0x' || left(sha256('\\x00\\x00\\x00\\x01'::blob || ${raw} || encode(${literal(use)}) || '\\x00'::blob || encode(${text})), 16))::ubigint`,
  };
}
