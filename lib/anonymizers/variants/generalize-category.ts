import { z } from "zod";
import { sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** Publishes the label of a value at one level of a hierarchy of the module. */
export const generalizeCategory = defineAnonymizer({
  id: "generalize-category",
  version: 1,
  accepts: ["string", "integer", "decimal", "float", "boolean", "date", "timestamp", "timestamp(tz)", "uuid"],
  returns: "string",
  properties: { deterministic: true, keyed: false, reversible: false, unique: "lossy", nulls: "kept" },
  hierarchyUsed: ({ hierarchy, level }) => ({ name: hierarchy, level }),
  params: z.strictObject({
    hierarchy: textParam({ min: 1, max: 120 }).meta({
      label: text("Hierarchy", "Иерархия"),
      names: "hierarchy",
      help: text("One of the module's hierarchies, by name.", "Имя одной из иерархий модуля."),
    }),
    level: z
      .number()
      .int()
      .min(1)
      .max(30)
      .meta({
        label: text("Level", "Уровень"),
        help: text("1 is the first above the values themselves.", "1 — первый над самими значениями."),
      }),
  }),
  compile: {
    // A value that the hierarchy does not cover has no label: null, and to quarantine.
    duckdb: ({ hierarchy, params }) => hierarchy?.(params.hierarchy)?.(params.level) ?? sql`null`,
  },
  technique: { dpv: null, etlx: "generalize-category", label: text("Generalisation", "Обобщение") },
  docs: {
    title: text("Coarsen categories", "Огрубление категорий"),
    summary: text(
      "Publishes a coarser label from a hierarchy, such as the region of a city. What it does not cover goes to quarantine.",
      "Публикует более общую подпись из иерархии, например область вместо города. Чего в ней нет, попадает в карантин.",
    ),
    risk: text("Rare labels stay rare.", "Редкие подписи остаются редкими."),
    examples: [
      { params: { hierarchy: "city", level: 1 }, input: "Тверь", output: "ЦФО" },
      { params: { hierarchy: "city", level: 2 }, input: "Тверь", output: "Россия" },
      { params: { hierarchy: "city", level: 1 }, input: "Атлантида", output: null },
      { params: { hierarchy: "city", level: 1 }, input: null, output: null },
    ],
  },
});
