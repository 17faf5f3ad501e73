import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "#lib/bootstrap";

/** The server's first process, found as the parent of a session's; undefined where it does not run on this machine. */
async function postmasterOf(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const stat = await readFile(`/proc/${rows[0]?.pid ?? 0}/stat`, "utf8").catch(() => "");
  await client.end();
  if (!stat.includes("(postgres)")) return undefined;
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/** The PostgreSQL of a benchmark: the one given, or an embedded one that lives as long as the run. */
export async function benchPostgres(
  given: string | undefined,
): Promise<{ readonly url: string; readonly pid?: number; stop(): Promise<void> }> {
  if (given !== undefined) {
    return { url: given, pid: await postmasterOf(given), stop: async () => undefined };
  }
  const dataFolder = await mkdtemp(path.join(tmpdir(), "etlx-bench-postgres-"));
  const server = await startEmbeddedPostgres({ dataFolder });
  const url = server.url("postgres");
  return {
    url,
    pid: await postmasterOf(url),
    stop: async () => {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
