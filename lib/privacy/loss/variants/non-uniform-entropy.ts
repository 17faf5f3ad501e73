import { z } from "zod";
import { aggregates } from "../aggregates.ts";
import { defineLoss } from "../definition.ts";

/** A. Gionis, T. Tassa, k-anonymization with minimal loss of information, 2009; relative to suppressing everything. */
export const nonUniformEntropy = defineLoss({
  id: "non-uniform-entropy",
  version: 1,
  params: z.object({}),
  prepare: () => ({
    of: "columns",
    costs({ column, counts, rows }) {
      const kept = column.levels.map(({ labels, share }) => {
        const together = new Float64Array(share.length);
        labels.forEach((label, code) => {
          together[label] = (together[label] ?? 0) + (counts[code] ?? 0);
        });
        return Float64Array.from(labels, (label, code) =>
          (counts[code] ?? 0) > 0 ? Math.log2((together[label] ?? 0) / (counts[code] ?? 1)) : 0,
        );
      });
      const lost = Float64Array.from(counts, (count) => (count > 0 ? Math.log2(rows / count) : 0));
      const most = counts.reduce((sum, count, code) => sum + count * (lost[code] ?? 0), 0);
      return {
        kept,
        suppressed: column.levels.map(() => lost),
        normalize: (sum) => (most <= 0 ? 0 : Math.min(1, sum / most)),
      };
    },
    aggregate: aggregates["arithmetic-mean"],
  }),
  docs: {
    title: { en: "Non-uniform entropy", ru: "Неравномерная энтропия" },
    summary: {
      en: "Bits it takes to guess the original values from the published ones; frequent values are easy to guess.",
      ru: "Сколько бит нужно, чтобы угадать исходные значения по опубликованным; частые значения угадать легко.",
    },
    examples: [
      {
        rows: [
          ["02139", "02139"],
          ["02139", "02139"],
          ["94110", "94110"],
          ["94110", "94110"],
        ],
        loss: 0,
      },
      {
        rows: [
          ["02139", "021*"],
          ["02139", "021*"],
          ["02141", "021*"],
          ["94110", null],
        ],
        loss: 0.7925,
      },
    ],
  },
});
