import { z } from "zod";
import { columnTypeNames } from "#lib/contracts";
import { join, literal, sql, unsafeText } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text, textParam } from "../texts.ts";

/** In a smaller group a shuffled value is still as good as told. */
const fewestRows = 10;

/**
 * Gives every row the value of another row of its group. The rows of a group stand in a secret order by their keys, and
 * each takes the value of the next: one cycle, so no row keeps its own, and the order of arrival changes nothing.
 */
export const shuffle = defineAnonymizer({
  id: "shuffle",
  version: 1,
  accepts: columnTypeNames,
  returns: "same",
  needs: ["identity"],
  properties: {
    deterministic: true,
    keyed: true,
    reversible: false,
    unique: "lossy",
    nulls: "kept",
    acrossRows: true,
  },
  columnsUsed: ({ within }) => within ?? [],
  params: z.strictObject({
    within: z
      .array(textParam({ min: 1, max: 120 }))
      .min(1)
      .max(5)
      .optional()
      .meta({
        label: text("Within groups by", "Внутри групп по"),
        names: "column",
        help: text(
          "Columns whose rows stay together; the whole table when empty. Groups of fewer than 10 rows go to quarantine.",
          "Колонки, внутри которых переставляются строки; пусто — вся таблица. Группы меньше 10 строк попадают в карантин.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, identity, path, keyed, params, column }) => {
      if (identity === undefined) return sql`null`;
      const order = keyed.pick(sql`${identity} || chr(31) || ${literal(path ?? "")}`, "shuffle");
      const group = join([sql`${value} is null`, ...(params.within ?? []).map((other) => column(other))]);
      const rows = sql`partition by ${group}`;
      const cycle = sql`${rows} order by ${order}, ${identity}`;
      const next = sql`coalesce(lead(${value}) over (${cycle}), first_value(${value}) over (${cycle}))`;
      return sql`case when ${value} is not null and count(*) over (${rows}) >= ${unsafeText(String(fewestRows))} then ${next} end`;
    },
  },
  loss: () => 0.5,
  technique: { dpv: null, etlx: "shuffle", label: text("Shuffling", "Перемешивание") },
  docs: {
    title: text("Shuffle", "Перемешать"),
    summary: text(
      "Every row gets the value of another row of its group: the column's figures stay, its links are cut. Needs a primary key.",
      "Каждая строка получает значение другой строки своей группы: статистика колонки сохраняется, связи рвутся. Нужен первичный ключ.",
    ),
    risk: text(
      "The values themselves are published, rare ones too. Groups of fewer than 10 rows go to quarantine.",
      "Публикуются сами значения, в том числе редкие. Группы меньше 10 строк попадают в карантин.",
    ),
    examples: [
      { params: {}, type: "integer", input: "4711", output: null },
      { params: { within: ["city"] }, input: "Anna", output: null },
      { params: {}, input: null, output: null },
    ],
  },
});
