import { trimmed } from "#lib/column-rules";
import type { ColumnType } from "#lib/contracts";
import { type Sql, sql } from "#lib/sql";
import { inDomainForm } from "./domain-form.ts";
import { toText } from "./strict-cast.ts";

/**
 * The canonical text of a value in its linkage domain: what keyed functions take. Text is trimmed, in NFC and in the
 * domain's form, numbers have no leading zeros, so that `7` of an integer and `7` of a text are one key.
 */
export function canonicalText(value: Sql, type: ColumnType, domain?: string): Sql {
  if (type.name === "string") return canonicalKey(value, type, domain);
  return domain === undefined ? toText(value, type) : inDomainForm(toText(value, type), domain);
}

/** A key in the form in which it is compared, counted and joined. Bytes equal to characters prove a text plain, hence NFC. */
export function canonicalKey(value: Sql, type: ColumnType, domain?: string): Sql {
  if (type.name !== "string") return value;
  const ends = trimmed(value);
  const text = sql`case when strlen(${value}) = length(${value}) then ${ends} else nfc_normalize(${ends}) end`;
  return domain === undefined ? text : inDomainForm(text, domain);
}
