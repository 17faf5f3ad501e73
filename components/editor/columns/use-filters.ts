"use client";

import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { type FacetId, type Filters, facetIds } from "./model/filters.ts";

const values = parseAsArrayOf(parseAsString).withDefault([]);
const parsers = {
  q: parseAsString.withDefault(""),
  table: values,
  type: values,
  class: values,
  rule: values,
  tag: values,
};
/** Other parts of the page have tables and rules in the address too. */
const urlKeys = { q: "find", table: "in", type: "type", class: "class", rule: "rule", tag: "tag" };

/** What the grid is narrowed by, in the address: it survives another view, a reload and a colleague. */
export function useFilters() {
  const [query, setQuery] = useQueryStates(parsers, { urlKeys, history: "replace" });
  const filters: Filters = query;
  const set = useCallback(
    (id: FacetId, chosen: readonly string[]) => void setQuery({ [id]: [...chosen] }),
    [setQuery],
  );
  const search = useCallback((q: string) => void setQuery({ q: q === "" ? null : q }), [setQuery]);
  const clear = useCallback(() => void setQuery(null), [setQuery]);
  const count = facetIds.reduce((sum, id) => sum + filters[id].length, filters.q === "" ? 0 : 1);
  return useMemo(() => ({ filters, set, search, clear, count }), [filters, set, search, clear, count]);
}
