import { z } from "zod";
import { sql } from "#lib/sql";
import { text } from "../texts.ts";
import { defineHierarchy } from "./definition.ts";

/** Characters are masked one step after another, from the right or the left (ARX's redaction). */
export const masking = defineHierarchy({
  id: "masking",
  version: 1,
  accepts: ["string", "integer"],
  params: z.strictObject({
    length: z
      .number()
      .int()
      .min(1)
      .max(64)
      .meta({
        label: text("Length", "Длина"),
        help: text(
          "Shorter values are filled up, so that their length tells nothing; longer ones are not covered.",
          "Короткие значения дополняются, чтобы длина ничего не говорила; более длинные не покрыты.",
        ),
      }),
    step: z
      .number()
      .int()
      .min(1)
      .max(64)
      .default(1)
      .meta({ label: text("Characters a level", "Символов на уровень") }),
    from: z
      .enum(["right", "left"])
      .default("right")
      .meta({ label: text("From", "С какой стороны") }),
  }),
  levels: ({ length, step }) => Math.ceil(length / step) + 1,
  label: ({ length, step, from }, value, level) => {
    const signs = [...value];
    if (signs.length > length) return null;
    const masked = Math.min(length, level * step);
    const gap = new Array<string>(length - signs.length).fill(" ");
    const stars = "*".repeat(masked);
    return from === "right"
      ? [...signs, ...gap].slice(0, length - masked).join("") + stars
      : stars + [...gap, ...signs].slice(masked).join("");
  },
  compile: {
    duckdb: ({ canonical, params: { length, step, from }, level }) => {
      const masked = Math.min(length, level * step);
      const stars = "*".repeat(masked);
      const kept = length - masked;
      const label =
        from === "right"
          ? sql`left(rpad(${canonical}, ${length}, ' '), ${kept}) || ${stars}`
          : sql`${stars} || right(lpad(${canonical}, ${length}, ' '), ${kept})`;
      return sql`case when length(${canonical}) <= ${length} then ${label} end`;
    },
  },
  docs: {
    title: text("Masking", "Маскирование"),
    summary: text("Masks one character more at each level.", "На каждом уровне скрывает ещё символ."),
    examples: [
      { params: { length: 3 }, input: "A12", labels: ["A1*", "A**", "***"] },
      { params: { length: 4, step: 2 }, input: "12", labels: ["12**", "****"] },
      { params: { length: 4, step: 3, from: "left" }, input: "1234", labels: ["***4", "****"] },
      { params: { length: 2 }, input: "123", labels: [null, null] },
    ],
  },
});
