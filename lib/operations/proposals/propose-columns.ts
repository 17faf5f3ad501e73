import { z } from "zod";
import { slugSchema, tableLookSchema, tableRefSchema } from "#lib/contracts";
import { lookAtTable } from "#lib/proposals/server";
import { defineOperation } from "../core/operation.ts";
import { withLook } from "./with-look.ts";

/** Classes and rules for the columns of one table of a source, from rows taken at random. No value is answered. */
export const proposeColumns = defineOperation({
  id: "propose-columns",
  title: { en: "Look at a table's rows for a proposal", ru: "Изучить строки таблицы для предложения" },
  permission: "modules:edit",
  input: z.strictObject({ name: slugSchema, table: tableRefSchema }),
  output: tableLookSchema,
  audit: ({ name, table }) => ({
    kind: "source",
    name,
    detail: { table: [table.schema, table.name].filter(Boolean).join(".") },
  }),
  run: (context, { name, table }) => withLook(context, name, (options) => lookAtTable(options, table)),
});
