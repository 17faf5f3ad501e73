import { z } from "zod";
import { versionRowsSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { found } from "../core/require.ts";
import { assertGivesData, versionInput, versionOf } from "./version-of.ts";

/** Rows of a published table, in its published order. */
export const readVersionRows = defineOperation({
  id: "read-version-rows",
  title: { en: "Read rows of a version", ru: "Строки версии" },
  permission: "versions:read",
  input: z.strictObject({
    ...versionInput,
    table: z.string().max(120),
    offset: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  output: versionRowsSchema,
  run: async ({ services, signal }, { table: name, offset, limit, ...input }) => {
    const version = await versionOf(services, input);
    assertGivesData(version);
    const table = found(
      version.manifest.tables.find((one) => one.name === name),
      "table",
      name,
    );
    const file = services.config.data.record(table.sha256);
    const page = await services.data.readRows({ file, offset, limit }, signal);
    const types = new Map(table.columns.map((column) => [column.name, column.datatype]));
    return {
      table: name,
      columns: page.columns.map((column) => ({
        name: column.name,
        datatype: types.get(column.name) ?? "string",
      })),
      rows: page.rows.map((row) => [...row]),
      offset,
      total: page.total,
    };
  },
});
