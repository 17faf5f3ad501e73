import type { PostgresClient } from "#lib/network/server";

/** They tell our locks from other programs', and one kind from the other. */
const moduleSpace = 0x65746c78;
const runSpace = 0x65746c72;
/** Of locks that only show who sees them. */
export const probeSpace = 0x65746c70;

/** Those who change what a module shows do so one after the other. Held for moments: nothing is copied meanwhile. */
export const lockModule = (client: PostgresClient, module: string) =>
  client.query("select pg_advisory_xact_lock($1, hashtext($2))", [moduleSpace, module]);

/** Those who write or remove what a run has here do so one after the other; it takes as long as copying. */
export const lockRun = (client: PostgresClient, runId: string) =>
  client.query("select pg_advisory_xact_lock($1, hashtext($2))", [runSpace, runId]);
