import { z } from "zod";
import type { ColumnProposal } from "#lib/contracts";

/** A draft as it may be anywhere; what is not read here stays as it is. */
const anySchema = z.record(z.string(), z.unknown());
const namedSchema = anySchema.and(z.object({ name: z.string() }));
const tableSchema = namedSchema.and(z.object({ columns: z.array(z.unknown()) }));
const documentSchema = anySchema.and(z.object({ tables: z.array(z.unknown()) }));

type Suggested = ColumnProposal & { readonly name: string };

/** Class and rule as suggested; a cleaning that somebody wrote stays, and with it the type it makes. */
function withSuggestion(column: z.infer<typeof namedSchema>, suggestion: Suggested) {
  const { privacyClass, anonymize, datatype, normalize } = suggestion;
  const { anonymize: _rule, hierarchy: _levels, ...rest } = column;
  const isCleaned = "normalize" in column;
  return {
    ...rest,
    ...(isCleaned || !datatype ? {} : { datatype }),
    ...(isCleaned || !normalize ? {} : { normalize, onCastFailure: column.onCastFailure ?? "null" }),
    privacyClass,
    ...(anonymize ? { anonymize } : {}),
  };
}

/** The text of a draft with suggestions for columns of a table taken over; undefined where it is no such document. */
export function acceptSuggestions(
  text: string,
  table: string,
  suggestions: readonly Suggested[],
): string | undefined {
  const document = documentSchema.safeParse(parsed(text)).data;
  if (!document) return undefined;
  const tables = document.tables.map((one) => {
    const known = tableSchema.safeParse(one).data;
    if (known?.name !== table) return one;
    const columns = known.columns.map((column) => {
      const named = namedSchema.safeParse(column).data;
      const suggestion = named && suggestions.find(({ name }) => name === named.name);
      return suggestion ? withSuggestion(named, suggestion) : column;
    });
    return { ...known, columns };
  });
  return JSON.stringify({ ...document, tables }, null, 2);
}

/** Names of the tables of a draft; undefined while its text is no document. */
export function tableNames(text: string): readonly string[] | undefined {
  const document = documentSchema.safeParse(parsed(text)).data;
  return document?.tables.flatMap((one) => {
    const name = namedSchema.safeParse(one).data?.name;
    return name === undefined ? [] : [name];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
