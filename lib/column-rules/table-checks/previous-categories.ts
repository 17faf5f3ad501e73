import { z } from "zod";
import { text } from "../texts.ts";
import { defineTableCheck } from "./definition.ts";
import { categories } from "./examples.ts";
import { columnParam } from "./params.ts";

const allowed = (label: ReturnType<typeof text>) =>
  z.number().int().min(0).max(1000).default(0).meta({ label });

/** Categories that many rows share may not come or go unnoticed. */
export const previousCategories = defineTableCheck({
  kind: "table-check",
  id: "previous-categories",
  version: 1,
  params: z.strictObject({
    column: columnParam(text("Column", "Колонка")),
    lost: allowed(text("So many may be lost", "Столько может исчезнуть")),
    added: allowed(text("So many may be new", "Столько может появиться")),
  }),
  scope: "gate",
  columnsUsed: ({ column }) => [column],
  // Looks at published categories only: those with fewer rows than k are in no report and so in no comparison.
  compare: ({ column, lost, added }, before, now) => {
    const [was, is] = [before, now].map(({ columns }) => {
      const histogram = columns.find(({ name }) => name === column)?.histogram;
      return histogram?.kind === "category"
        ? new Set(histogram.bins.map(({ label = "" }) => label))
        : undefined;
    });
    if (!was || !is) return { outcome: "not-comparable" };
    const [gone, come] = [was.difference(is).size, is.difference(was).size];
    return { outcome: gone > lost || come > added ? "violated" : "passed", figure: gone + come };
  },
  docs: {
    title: text("Categories since the previous version", "Категории с прошлой версии"),
    summary: text(
      "Published categories may be lost or new up to a given number.",
      "Опубликованные категории могут исчезать и появляться не больше заданного числа.",
    ),
    examples: [
      {
        params: { column: "status" },
        before: { histogram: categories({ new: 600, paid: 400 }) },
        now: { histogram: categories({ new: 100, paid: 900 }) },
        outcome: "passed",
      },
      {
        params: { column: "status" },
        before: { histogram: categories({ new: 600, paid: 400 }) },
        now: { histogram: categories({ new: 600, paid: 350, pd: 50 }) },
        outcome: "violated",
      },
      {
        params: { column: "status", added: 1 },
        before: { histogram: categories({ new: 600, paid: 400 }) },
        now: { histogram: categories({ new: 600, paid: 350, pd: 50 }) },
        outcome: "passed",
      },
    ],
  },
});
