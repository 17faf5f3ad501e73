import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";
import { compatibilityComposed } from "./compatibility-forms.ts";

/** Writes equal characters with equal code points (Unicode Standard Annex 15). */
export const unicodeForm = defineNormalizer({
  id: "unicode-form",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: z.strictObject({
    form: z
      .enum(["NFC", "NFKC"])
      .default("NFC")
      .meta({
        label: text("Form", "Форма"),
        help: text(
          "NFC keeps the look; NFKC also turns ligatures, full-width letters and signs such as № and ½ into plain ones.",
          "NFC сохраняет вид; NFKC ещё и заменяет лигатуры, полноширинные буквы и знаки вроде № и ½ простыми.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, params }) =>
      params.form === "NFC"
        ? // Bytes equal to characters prove a text plain, hence composed.
          sql`case when strlen(${value}) = length(${value}) then ${value} else nfc_normalize(${value}) end`
        : compatibilityComposed(value),
  },
  docs: {
    title: text("Unicode form", "Форма Юникода"),
    summary: text(
      "Makes one spelling of characters that look the same, such as é as one sign or as e with an accent.",
      "Приводит к одной записи символы, которые выглядят одинаково: й одним знаком или «и» с краткой.",
    ),
    examples: [
      { input: "Cafe\u0301", output: "Café" },
      { input: "Андреи\u0306", output: "Андрей" },
      { input: "№ ½", output: "№ ½" },
      { params: { form: "NFKC" }, input: "Ｅｘｐｒｅｓｓ № ５ ﬁ", output: "Express No 5 fi" },
      { params: { form: "NFKC" }, input: "Андреи\u0306", output: "Андрей" },
      { params: { form: "NFKC" }, input: "plain", output: "plain" },
      { input: null, output: null },
    ],
  },
});
