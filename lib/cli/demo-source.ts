import path from "node:path";
import { Problem, startEmbeddedPostgres } from "#lib/bootstrap";
import { config, makePrivateFolder } from "#lib/config/server";
import { ensureShop } from "#lib/demo/server";
import { AppError } from "#lib/kernel";
import type { ModuleDocument } from "#lib/metadata";
import type { BoundSource } from "#lib/pipeline/server";
import { boundPostgres } from "./bind-sources.ts";
import type { Terminal } from "./terminal.ts";

/** Orders of the demo shop where nobody says how many: enough for k-anonymity to mean something, made in a second. */
export const demoOrders = 20_000;

/** Whether a source of a document is the demo's: then nobody has to give it. */
export const isDemoSource = (document: ModuleDocument, source: { readonly ref: string }): boolean =>
  document.name === "shop" && source.ref === "shop";

/** Starts the embedded PostgreSQL and makes the shop, each where it is not there yet. */
export async function openDemoSource(
  name: string,
  orders: number,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<{ readonly source: BoundSource; close(): Promise<void> }> {
  const { root } = config().data;
  await makePrivateFolder(root);
  terminal.step("Starting the embedded PostgreSQL", 0, 1);
  const server = await startEmbeddedPostgres({ dataFolder: root }).catch((cause: unknown) => {
    if (!(cause instanceof Problem)) throw cause;
    const code = cause.exitCode === 2 ? "request-invalid" : "source-unreachable";
    throw new AppError(code, { source: name, detail: cause.message }, { cause });
  });
  try {
    const { made: _, ...connection } = await ensureShop({
      adminUrl: server.url("postgres"),
      passwordFile: path.join(root, "demo-shop.json"),
      orders,
      signal,
      onProgress: (table, done, total) => terminal.step(`Making demo data: ${table}`, done, total),
    });
    return { source: boundPostgres(name, { ...connection, ssl: "disable" }), close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
