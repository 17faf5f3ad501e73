import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** Publishes the value as it is, for a stated reason. A rule like any other: policy must allow it for the class. */
export const keep = defineAnonymizer({
  id: "keep",
  version: 1,
  accepts: columnTypeNames,
  returns: "same",
  properties: {
    deterministic: true,
    keyed: false,
    reversible: true,
    unique: "preserved",
    nulls: "kept",
    length: "as-input",
  },
  params: z.strictObject({
    reason: textParam({ min: 1, max: 1000 }).meta({
      label: text("Reason", "Причина"),
      help: text(
        "Why this column may be published as it is. The reviewer reads it.",
        "Почему колонку можно публиковать как есть. Это прочтёт проверяющий.",
      ),
    }),
  }),
  compile: { duckdb: ({ value }) => value },
  loss: () => 0,
  technique: { dpv: null, etlx: "keep", label: text("None", "Нет") },
  docs: {
    title: text("Keep", "Оставить"),
    summary: text("Publishes the value as it is.", "Публикует значение без изменений."),
    risk: text("Nothing is protected.", "Ничего не защищает."),
    examples: [
      { params: { reason: "The subject of the study." }, input: "I10", output: "I10" },
      { params: { reason: "The subject of the study." }, input: null, output: null },
    ],
  },
});
