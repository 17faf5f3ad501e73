import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { makePrivateFolder } from "#lib/config/server";
import { quarantineRowsSchema } from "#lib/contracts";
import { defineOperation } from "../core/operation.ts";
import { openQuarantine } from "../run-ports/index.ts";

/** Shows rejected raw rows to those who may see raw data; every look is in the audit. */
export const lookAtQuarantine = defineOperation({
  id: "look-at-quarantine",
  title: { en: "Look at rejected rows", ru: "Посмотреть отклонённые строки" },
  permission: "quarantine:look",
  input: z.strictObject({
    run: z.uuid(),
    table: z.string().max(120),
    offset: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: quarantineRowsSchema,
  audit: ({ run, table, offset, limit }) => ({ kind: "run", name: run, detail: { table, offset, limit } }),
  run: async ({ services, signal }, { run, table, offset, limit }) => {
    const { data } = services.config;
    const rows = await openQuarantine({ db: services.db, data, masterKey: services.masterKey }, run, table);
    // The reader wants a file: it lives for this one look, in a folder that only we may enter.
    const folder = await mkdtemp(path.join(await makePrivateFolder(data.stagingRoot), "look-"));
    try {
      const file = path.join(folder, "rows.parquet");
      await pipeline(rows, createWriteStream(file, { mode: 0o600 }));
      const page = await services.data.readRows({ file, offset, limit }, signal);
      return {
        table,
        columns: page.columns.map((column) => column.name),
        rows: page.rows.map((row) => [...row]),
        total: page.total,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});
