import { z } from "zod";
import { sourceReferenceSchema, tableLookSchema, tableRefSchema } from "#lib/contracts";
import { inheritedLook } from "#lib/proposals";
import { lookAtTable } from "#lib/proposals/server";
import { upstreamsOf } from "#lib/sources";
import { defineOperation } from "../core/operation.ts";
import { withLook } from "./with-look.ts";

/** Classes and rules for the columns of one table of a source, from rows taken at random. No value is answered. */
export const proposeColumns = defineOperation({
  id: "propose-columns",
  title: { en: "Look at a table's rows for a proposal", ru: "Изучить строки таблицы для предложения" },
  permission: "modules:edit",
  input: z.strictObject({ name: sourceReferenceSchema, table: tableRefSchema }),
  output: tableLookSchema,
  audit: ({ name, table }) => ({
    kind: "source",
    name,
    detail: { table: [table.schema, table.name].filter(Boolean).join(".") },
  }),
  run: (context, { name, table }) =>
    withLook(context, name, async (options, kind) => {
      const version = upstreamsOf([{ name, kind, config: options.config }]).get(name);
      return version ? inheritedLook(version, table.name) : lookAtTable(options, table);
    }),
});
