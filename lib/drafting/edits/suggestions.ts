import { z } from "zod";
import type { ColumnProposal } from "#lib/contracts";
import { type ColumnAt, changeColumns, many } from "./columns.ts";
import type { Edit } from "./edit.ts";

/** What a column seems to hold, and what that calls for. */
export interface SuggestedColumn extends ColumnAt {
  readonly proposal: ColumnProposal;
}

/** A proposal is JSON; its lists are called read-only. */
const json = (value: unknown) => z.json().parse(value);

/** Takes suggestions over: class and rule; a cleaning that somebody wrote stays, and with it the type it makes. */
export function acceptSuggestions(suggested: readonly SuggestedColumn[]): Edit {
  const { en, ru } = many(suggested);
  const known = new Map(suggested.map(({ table, column, proposal }) => [`${table}\n${column}`, proposal]));
  const label = { en: `Accept suggestions for ${en}`, ru: `Принять предложения: ${ru}` };
  return changeColumns(
    suggested,
    (column, at) => {
      const proposal = known.get(`${at.table}\n${at.column}`);
      if (!proposal) return {};
      const { privacyClass, anonymize, datatype, normalize } = proposal;
      const isCleaned = "normalize" in column;
      return {
        ...(isCleaned || !datatype ? {} : { datatype }),
        ...(isCleaned || !normalize
          ? {}
          : { normalize: json(normalize), onCastFailure: column.onCastFailure ?? "null" }),
        privacyClass,
        anonymize: anonymize ? json(anonymize) : undefined,
        hierarchy: undefined,
      };
    },
    label,
  );
}
