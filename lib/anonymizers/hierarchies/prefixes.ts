import { z } from "zod";
import { sql } from "#lib/sql";
import { text } from "../texts.ts";
import { defineHierarchy, topLabel } from "./definition.ts";

/** Ever shorter beginnings of a code (a postal index, a phone, an ICD-10 code), then everything together. */
export const prefixes = defineHierarchy({
  id: "prefixes",
  version: 1,
  accepts: ["string", "integer"],
  params: z
    .strictObject({
      keep: z
        .array(z.number().int().min(1).max(100))
        .min(1)
        .max(18)
        .meta({
          label: text("Kept characters", "Оставить символов"),
          help: text("4, 2, 1: fewer at each level.", "4, 2, 1: на каждом уровне меньше."),
        }),
    })
    .refine(({ keep }) => keep.every((count, at) => at === 0 || count < (keep[at - 1] ?? 0)), {
      message: "fewer characters at each level",
    }),
  levels: ({ keep }) => keep.length + 2,
  label: ({ keep: kept }, value, level) => {
    const keep = kept[level - 1];
    const signs = [...value];
    if (keep === undefined) return topLabel;
    return signs.length > keep ? `${signs.slice(0, keep).join("")}${topLabel}` : value;
  },
  compile: {
    duckdb: ({ canonical, params, level }) => {
      const keep = params.keep[level - 1];
      if (keep === undefined) return sql`case when ${canonical} is not null then ${topLabel} end`;
      return sql`case when length(${canonical}) > ${keep} then left(${canonical}, ${keep}) || ${topLabel} else ${canonical} end`;
    },
  },
  docs: {
    title: text("Beginnings", "Начала"),
    summary: text("Ever shorter beginnings of a code.", "Всё более короткие начала кода."),
    examples: [
      { params: { keep: [3, 1] }, input: "101000", labels: ["101*", "1*", "*"] },
      { params: { keep: [3] }, input: "K5", labels: ["K5", "*"] },
    ],
  },
});
