import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "../../bootstrap/index.mjs";

/** The PostgreSQL of a benchmark: the one given, or an embedded one that lives as long as the run. */
export async function benchPostgres(
  given: string | undefined,
): Promise<{ readonly url: string; readonly pid?: number; stop(): Promise<void> }> {
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const folder = await mkdtemp(path.join(tmpdir(), "etlx-bench-postgres-"));
  const server = await startEmbeddedPostgres({ folder });
  return {
    url: server.url,
    pid: server.pid,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
