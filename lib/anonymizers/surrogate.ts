import type { KeyStrategy } from "./definition.ts";
import { noParams, text } from "./texts.ts";

/**
 * Numbers a key 1, 2, 3 … in the order of the keyed hash of its canonical form: local to the version, joinable inside
 * it only. The pipeline numbers them; there is nothing to compile for one value.
 */
export const surrogate: KeyStrategy<"surrogate", Record<string, never>> = {
  kind: "key-strategy",
  id: "surrogate",
  version: 1,
  params: noParams,
  returns: "integer",
  properties: { deterministic: true, keyed: true, reversible: false, unique: "preserved", nulls: "kept" },
  technique: {
    dpv: "MonotonicCounterPseudonymisation",
    etlx: "surrogate",
    label: text("Surrogate key", "Суррогатный ключ"),
  },
  docs: {
    title: text("Surrogate number", "Суррогатный номер"),
    summary: text(
      "Keys become 1, 2, 3 … in an order that tells nothing. Numbers of different versions do not correspond.",
      "Ключи становятся числами 1, 2, 3 … в порядке, который ничего не раскрывает. Номера разных версий не связаны.",
    ),
    risk: text(
      "The highest number tells how many rows there are; nothing else of the key remains.",
      "Наибольший номер показывает число строк; больше от ключа ничего не остаётся.",
    ),
    // All keys of a table, with commas between; a run executes them.
    examples: [
      { type: "integer", input: "4711,815,7", output: "2,1,3" },
      { input: "A-17,A-18,B-02,B-03", output: "1,2,4,3" },
    ],
  },
};
