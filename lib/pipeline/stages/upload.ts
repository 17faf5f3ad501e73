import path from "node:path";
import { findCheck } from "#lib/column-rules";
import { publishedColumns, selectPublished, type TablePlan } from "#lib/compiler";
import { formatColumnType, type ManifestTable } from "#lib/contracts";
import { pandasFooter } from "#lib/linked-data";
import { exportParquet } from "../export-parquet.ts";
import type { BoundStore } from "../ports.ts";
import { countsOf } from "../reports/counts.ts";
import { type RunContext, type Stage, tableState } from "../run-context.ts";
import { runUploadScript } from "../scripts/upload/run-upload-script.ts";
import { checksOf } from "../table-checks.ts";

/** A file name for a table: readable, safe in an address and in every file system, and no other table's. */
export function fileNameOf(context: RunContext, table: string): string {
  const safe =
    /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$/.test(table) && !table.endsWith(".") && !/^table-\d+$/i.test(table);
  return safe
    ? `${table}.parquet`
    : `table-${context.plan.tables.findIndex((candidate) => candidate.name === table) + 1}.parquet`;
}

async function writeTable(context: RunContext, table: TablePlan): Promise<void> {
  const { artefacts, journal } = context.request.ports;
  const name = fileNameOf(context, table.name);
  const file = path.join(artefacts.staging, name);
  context.engine.at({ stage: "upload", table: table.name });
  const statistics = context.state.quality?.tables.find(
    (candidate) => candidate.name === table.name,
  )?.columns;
  const footer = pandasFooter(
    publishedColumns(table).map(({ column, publication }) => ({
      name: column.name,
      datatype: formatColumnType(publication.type),
      nullable: (statistics?.find((candidate) => candidate.name === column.name)?.nullShareAfter ?? 1) > 0,
    })),
  );
  await exportParquet(context.engine, selectPublished(table), file, footer ? { pandas: footer } : {});
  const stored = await artefacts.keep(file, name);
  context.state.files.push({ ...stored, table: table.name });
  const rows = tableState(context, table.name).published;
  journal.emit({
    level: "info",
    kind: "progress",
    stage: "upload",
    table: table.name,
    rows,
    total: rows,
    message: "file-written",
    params: { file: name, rows, bytes: stored.bytes },
  });
}

/** Columns that checks of the document keep apart, alone or together. */
function uniqueSets(table: TablePlan): string[][] {
  const alone = table.columns.filter(({ checks }) =>
    checks.some(({ use }) => findCheck(use.rule)?.scope === "table"),
  );
  const together = checksOf(table, "unique").map(({ definition, params }) => [
    ...definition.columnsUsed(params),
  ]);
  return [...alone.map(({ name }) => [name]), ...together];
}

/** A published table as the manifest describes it. */
export function manifestTable(context: RunContext, table: TablePlan): ManifestTable {
  const columns = publishedColumns(table);
  const names = new Set(columns.map(({ column }) => column.name));
  const file = context.state.files.find((candidate) => candidate.table === table.name);
  const statistics = context.state.quality?.tables.find(
    (candidate) => candidate.name === table.name,
  )?.columns;
  const published = new Set(
    context.plan.tables.filter((candidate) => candidate.publish).map((candidate) => candidate.name),
  );
  const key = table.primaryKey?.columns ?? [];
  const unique = uniqueSets(table).filter((set) => set.every((column) => names.has(column)));
  return {
    name: table.name,
    ...(table.document.title ? { title: table.document.title } : {}),
    file: fileNameOf(context, table.name),
    mediaType: "application/vnd.apache.parquet",
    sha256: file?.sha256 ?? "",
    bytes: file?.bytes ?? 0,
    counts: countsOf(table, tableState(context, table.name)),
    columns: columns.map(({ column, publication }) => {
      const description = table.document.columns.find(
        (candidate) => candidate.name === column.name,
      )?.description;
      return {
        name: column.name,
        datatype: formatColumnType(publication.type),
        nullable: (statistics?.find((candidate) => candidate.name === column.name)?.nullShareAfter ?? 1) > 0,
        ...(description ? { description } : {}),
      };
    }),
    primaryKey: key.every((column) => names.has(column)) ? [...key] : [],
    foreignKeys: table.foreignKeys
      .filter(
        (foreignKey) =>
          published.has(foreignKey.parent) && foreignKey.onOrphan !== "keep" && !foreignKey.when,
      )
      .filter((foreignKey) => foreignKey.columns.every((column) => names.has(column)))
      .map((foreignKey) => ({
        columns: [...foreignKey.columns],
        references: { table: foreignKey.parent, columns: [...foreignKey.parentColumns] },
      })),
    ...(unique.length > 0 ? { unique } : {}),
  };
}

/** The record's file of each published table. */
const publishedFiles = (context: RunContext) =>
  context.plan.tables
    .filter((table) => table.publish)
    .map((table) => ({
      table: manifestTable(context, table),
      path: context.state.files.find((file) => file.table === table.name)?.path ?? "",
    }));

/** Removes what an earlier attempt of this run left in the stores, before it writes again; only while the run is ours. */
async function copyTo(context: RunContext, store: BoundStore): Promise<void> {
  const { journal } = context.request.ports;
  const { runId, signal, document } = context.request;
  const assertOwned = () => journal.assertOwned();
  const where = { module: document.name, store: store.name, runId, signal, assertOwned };
  await assertOwned();
  await journal.startStore?.(store.name, "run");
  await store.driver.remove(store.config, { runId }, where);
  await assertOwned();
  const copy = await store.driver.write(store.config, publishedFiles(context), where);
  context.state.copies.push({ store: store.name, copy });
  journal.emit({
    level: "info",
    kind: "message",
    stage: "upload",
    message: "store-written",
    params: { store: store.name },
  });
}

/** Our own Parquet first, as the record; then each store gets a copy under a name unique to the run. */
export const upload: Stage = {
  id: "upload",
  async run(context) {
    const { ports, document } = context.request;
    await ports.registry.assertApproved(context.contentHash);
    context.state.files = [];
    context.state.copies = [];
    context.state.returned = [];
    for (const table of context.plan.tables.filter((candidate) => candidate.publish))
      await writeTable(context, table);
    for (const name of document.upload?.stores ?? []) {
      const store = ports.stores.find((bound) => bound.name === name);
      if (store) await copyTo(context, store);
    }
    const { script } = document.upload ?? {};
    const target = ports.stores.find((bound) => bound.name === script?.store);
    if (script && target) await runUploadScript(context, script, target, publishedFiles(context));
  },
};
