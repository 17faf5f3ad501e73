import type { RunParameter } from "#lib/contracts";
import { inlineParameters, type MysqlModes } from "#lib/sql";
import type { BareSession } from "./gentle-session.ts";

/** A session whose server takes no values beside a streamed statement: scripts get theirs as literals of its dialect. */
export function withParameters<S extends BareSession>(
  session: S,
  dialect: "postgresql" | "mysql",
  parameters: readonly RunParameter[] = [],
  modes?: MysqlModes,
): S {
  if (parameters.length === 0) return session;
  const put = (script: string) => inlineParameters(script, dialect, parameters, modes);
  const { estimateRows } = session;
  return {
    ...session,
    describe: (table, script) => session.describe(table, put(script)),
    extract: (table, script, options) => session.extract(table, put(script), options),
    ...(estimateRows === undefined
      ? {}
      : { estimateRows: (table: string, script: string) => estimateRows(table, put(script)) }),
  };
}
