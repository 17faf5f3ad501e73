import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";
import { trimmed } from "./white-space.ts";

/** Takes one part of a text between separators; a part that is not there is the empty text. */
export const split = defineNormalizer({
  id: "split",
  version: 1,
  phase: "text",
  accepts: columnTypeNames,
  returns: "text",
  params: z.strictObject({
    separator: textParam({ min: 1, max: 100 }).meta({ label: text("Separator", "Разделитель") }),
    part: z
      .number()
      .int()
      .min(-1000)
      .max(1000)
      .refine((part) => part !== 0, { message: "parts are counted from 1, or from the end by -1" })
      .meta({
        label: text("Part", "Часть"),
        help: text("1 is the first, -1 the last.", "1 — первая, -1 — последняя."),
      }),
  }),
  compile: {
    duckdb: ({ value, params }) => trimmed(sql`split_part(${value}, ${params.separator}, ${params.part})`),
  },
  docs: {
    title: text("Part of a text", "Часть текста"),
    summary: text(
      "Takes the n-th part between separators, trimmed. A part that is not there gives an empty text, which a null token may take.",
      "Берёт n-ю часть между разделителями без пробелов по краям. Если её нет, получается пустой текст, который может быть признаком пустоты.",
    ),
    examples: [
      { params: { separator: ";", part: 2 }, input: "Anna; 1987 ;Perm", output: "1987" },
      { params: { separator: " ", part: -1 }, input: "Иван Петрович Сидоров", output: "Сидоров" },
      { params: { separator: ";", part: 4 }, input: "a;b", output: "" },
      { params: { separator: ";", part: 1 }, input: null, output: null },
    ],
  },
});
