import { type DomainForm, domainForm } from "#lib/personal-data";
import { type Sql, sql } from "#lib/sql";

/**
 * The forms of shared linkage domains over trimmed texts in NFC. What is no such thing keeps its own text: it still has one
 * pseudonym, only its own.
 */
const forms: Readonly<Record<DomainForm, (text: Sql) => Sql>> = {
  email: (text) => sql`lower(${text})`,
  name: (text) => sql`replace(lower(regexp_replace(${text}, '[\\s\\p{Z}]+', ' ', 'g')), 'ё', 'е')`,
  number: (text) => sql`upper(regexp_replace(${text}, '[\\s\\p{Z}().,/_\\x{2010}-\\x{2015}-]+', '', 'g'))`,
  phone: (text) => {
    const digits = sql`regexp_replace(${text}, '[^0-9]', '', 'g')`;
    return sql`case
      when regexp_matches(${text}, '[^0-9+＋\\s\\p{Z}().\\x{2010}-\\x{2015}/-]') then ${text}
      when starts_with(${text}, '+') or starts_with(${text}, '＋') then '+' || ${digits}
      when regexp_full_match(${digits}, '00[0-9]{8,15}') then '+' || substring(${digits}, 3)
      when regexp_full_match(${digits}, '[78][0-9]{10}') then '+7' || substring(${digits}, 2)
      when length(${digits}) = 10 and not starts_with(${digits}, '00') then '+7' || ${digits}
      else ${text} end`;
  },
};

/** A text in the form of its linkage domain, where the domain has one. */
export function inDomainForm(text: Sql, domain: string): Sql {
  const form = domainForm(domain);
  return form === undefined ? text : forms[form](text);
}
