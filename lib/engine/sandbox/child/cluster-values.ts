import { findClusters, type ValueClusters } from "#lib/column-rules";
import { duckdbQuoting, render, type Sql, unsafeText } from "#lib/sql";
import type { Task } from "../protocol.ts";
import type { LockedEngine } from "./locked-engine.ts";

type ClusterTask = Extract<Task, { kind: "cluster-values" }>;

const { name: quote, literal } = duckdbQuoting;
const text = (statement: Sql): string => render(statement, duckdbQuoting).text;

/** The rows of a source's table, clustered in this process. @throws AppError `merges-too-many` */
export async function clusterValues(engine: LockedEngine, task: ClusterTask): Promise<ValueClusters> {
  const { input, column } = task;
  const columns = input.columns.map((one) => `${literal(one)}: 'VARCHAR'`).join(", ");
  const from =
    input.kind === "csv"
      ? `read_csv(${literal(input.file)}, auto_detect=false, header=false, delim=',', quote='"', escape='"',
          nullstr='', allow_quoted_nulls=false, max_line_size=16777216, columns={${columns}})`
      : `intake.main.${quote(input.table)}`;
  if (input.kind === "database")
    await engine.connection.run(`attach ${literal(input.file)} as intake (read_only)`);
  return findClusters(
    {
      execute: (statement) => engine.connection.run(text(statement)),
      rows: (statement) => engine.rows(text(statement)),
    },
    unsafeText(`select cast(${quote(column)} as varchar) as v from ${from}`),
    task,
  );
}
