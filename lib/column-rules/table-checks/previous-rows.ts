import { z } from "zod";
import { text } from "../texts.ts";
import { defineTableCheck } from "./definition.ts";
import { shareParam } from "./params.ts";

/** The number of published rows may not change too much from one version to the next. */
export const previousRows = defineTableCheck({
  kind: "table-check",
  id: "previous-rows",
  version: 1,
  params: z.strictObject({
    maximumChange: shareParam(text("Greatest change, a share", "Наибольшее изменение, доля"), 1000),
  }),
  scope: "gate",
  columnsUsed: () => [],
  compare: ({ maximumChange }, before, now) => {
    if (before.counts.published === 0) return { outcome: "not-comparable" };
    const change = Math.abs(now.counts.published - before.counts.published) / before.counts.published;
    return { outcome: change > maximumChange ? "violated" : "passed", figure: change };
  },
  docs: {
    title: text("Rows since the previous version", "Строки с прошлой версии"),
    summary: text(
      "The number of rows may grow or shrink by a given share at most.",
      "Число строк может вырасти или уменьшиться не больше чем на заданную долю.",
    ),
    examples: [
      {
        params: { maximumChange: 0.2 },
        before: { published: 1000 },
        now: { published: 1200 },
        outcome: "passed",
      },
      {
        params: { maximumChange: 0.2 },
        before: { published: 1000 },
        now: { published: 799 },
        outcome: "violated",
      },
      {
        params: { maximumChange: 0.2 },
        before: { published: 0 },
        now: { published: 500 },
        outcome: "not-comparable",
      },
    ],
  },
});
