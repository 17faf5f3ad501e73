import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import {
  previewCompareSchema,
  previewStageIds,
  type Sample,
  sampleKindIds,
  sampleSchema,
} from "#lib/contracts";

export const sampleSizes = [100, 1000, 10_000] as const;

/** What is previewed, in the address; a key that is looked for is raw data and stays out of it. */
export function usePreviewChoice(tables: readonly string[], isRaw: boolean) {
  const [query, set] = useQueryStates({
    table: parseAsString,
    stage: parseAsStringLiteral(previewStageIds).withDefault(isRaw ? "cleanse" : "protect"),
    compare: parseAsStringLiteral(previewCompareSchema.options).withDefault("stage"),
    sample: parseAsStringLiteral(sampleKindIds).withDefault("first"),
    rows: parseAsInteger.withDefault(1000),
    seed: parseAsInteger.withDefault(1),
    by: parseAsString.withDefault(""),
    from: parseAsInteger.withDefault(0),
  });
  const [key, setKey] = useState("");
  const table = tables.find((name) => name === query.table) ?? tables[0] ?? "";
  const parsed = sampleSchema.safeParse(
    {
      first: { kind: "first", rows: query.rows },
      random: { kind: "random", rows: query.rows, seed: query.seed },
      stratified: { kind: "stratified", rows: query.rows, column: query.by },
      failing: { kind: "failing", rows: query.rows },
      key: { kind: "key", rows: query.rows, value: key },
    }[query.sample],
  );
  const sample: Sample | undefined = parsed.success ? parsed.data : undefined;
  return { ...query, sampleKind: query.sample, table, key, setKey, sample, isRaw, set };
}

export type PreviewChoice = ReturnType<typeof usePreviewChoice>;
