import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import {
  type PreviewStage,
  previewCompareSchema,
  previewStageIds,
  type Sample,
  sampleKindIds,
  sampleSchema,
} from "#lib/contracts";

export const sampleSizes = [100, 1000, 10_000] as const;
export const safeStages = ["anonymize", "protect"] as const;
export const safeSamples = ["first", "random"] as const;
export const previewParts = ["kept", "gone", "reasons"] as const;
export type PreviewPart = (typeof previewParts)[number];

/** What is chosen around a preview, which it shows as long as it is told nothing else. */
export interface Followed {
  readonly table?: string | undefined;
  readonly stage?: PreviewStage | undefined;
  readonly column?: string | undefined;
  /** What that column is called before it has its own name. */
  readonly from?: string | undefined;
}

/**
 * What is previewed, in the address; a key that is looked for is raw data and stays out of it. Who may not see raw values is
 * led past the stages and samples that show some.
 */
export function usePreviewChoice(tables: readonly string[], isRaw: boolean, followed: Followed = {}) {
  const [query, set] = useQueryStates({
    table: parseAsString,
    stage: parseAsStringLiteral(previewStageIds),
    compare: parseAsStringLiteral(previewCompareSchema.options).withDefault("stage"),
    sample: parseAsStringLiteral(sampleKindIds).withDefault("first"),
    rows: parseAsInteger.withDefault(1000),
    seed: parseAsInteger.withDefault(1),
    by: parseAsString.withDefault(""),
    from: parseAsInteger.withDefault(0),
    part: parseAsStringLiteral(previewParts).withDefault("kept"),
  });
  const [key, setKey] = useState("");
  const isThere = (name: string | null | undefined) => tables.find((one) => one === name);
  const table = isThere(query.table) ?? isThere(followed.table) ?? tables[0] ?? "";
  const wanted = query.stage ?? followed.stage ?? (isRaw ? "cleanse" : "protect");
  const stage = isRaw ? wanted : (safeStages.find((one) => one === wanted) ?? "anonymize");
  const sampleKind = isRaw ? query.sample : (safeSamples.find((one) => one === query.sample) ?? "first");
  const parsed = sampleSchema.safeParse(
    {
      first: { kind: "first", rows: query.rows },
      random: { kind: "random", rows: query.rows, seed: query.seed },
      stratified: { kind: "stratified", rows: query.rows, column: query.by },
      failing: { kind: "failing", rows: query.rows },
      key: { kind: "key", rows: query.rows, value: key },
    }[sampleKind],
  );
  const sample: Sample | undefined = parsed.success ? parsed.data : undefined;
  return { ...query, sampleKind, table, stage, key, setKey, sample, isRaw, set };
}

export type PreviewChoice = ReturnType<typeof usePreviewChoice>;
