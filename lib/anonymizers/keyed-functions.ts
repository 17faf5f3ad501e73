import { secret, sql } from "#lib/sql";
import type { Keyed } from "./definition.ts";

/**
 * The keyed functions of a linkage domain for one purpose (a rule's id), over secrets that the engine fills in.
 * A purpose has a key of its own, so that a pseudonym tells nothing about a shift of the same value.
 */
export function keyedFunctions(domain: string, purpose: string): Keyed {
  const part = (form: "raw" | "inner" | "outer") => secret({ domain, purpose, form });
  return {
    hmac: (text) => sql`sha256(${part("outer")} || unhex(sha256(${part("inner")} || encode(${text}))))`,
    // Counter ‖ key ‖ fixed info ‖ text: the info ends in a zero byte, so that no use is a prefix of another.
    pick: (text, use) =>
      sql`('0x' || left(sha256(unhex('00000001') || ${part("raw")} || encode(${use}) || unhex('00') || encode(${text})), 16))::ubigint`,
  };
}
