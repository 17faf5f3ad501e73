import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";

/** Writes a text in upper or lower case, in any alphabet. */
export const letterCase = defineNormalizer({
  id: "case",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: z.strictObject({
    to: z.enum(["upper", "lower"]).meta({ label: text("Letters", "Буквы") }),
  }),
  compile: {
    duckdb: ({ value, params }) => (params.to === "upper" ? sql`upper(${value})` : sql`lower(${value})`),
  },
  docs: {
    title: text("Letter case", "Регистр букв"),
    summary: text("Writes text in upper or lower case.", "Переводит текст в верхний или нижний регистр."),
    examples: [
      { params: { to: "upper" }, input: "Ёжик, anna", output: "ЁЖИК, ANNA" },
      { params: { to: "lower" }, input: "ИВАН Smith", output: "иван smith" },
      { params: { to: "lower" }, input: null, output: null },
    ],
  },
});
