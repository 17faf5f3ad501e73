import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { AppError, newId } from "#lib/kernel";
import { factsWhereSet } from "#lib/network";
import { assertHostAllowed, pinnedAgents } from "#lib/network/server";
import type { FileReading, SourceDriver, SourceTools } from "../definition.ts";
import { describeFiles, openFileSession } from "../file-session.ts";
import { listenersWarning } from "../listeners.ts";
import { inLookFolder } from "../look-folder.ts";
import { credentialsOf } from "./credentials.ts";
import { type HttpSourceConfig, httpSourceSchema } from "./definition.ts";
import { type Fetching, paceOf } from "./fetch-page.ts";
import { askedPath, fetchPath } from "./fetch-path.ts";
import { fetchTable } from "./fetch-table.ts";
import { type Attempts, usualAttempts } from "./retries.ts";
import { sessionTables, type Within } from "./session-tables.ts";

const originOf = (config: HttpSourceConfig): string => new URL(config.baseUrl).origin;

/** One look at an API: its connections, its token, its pace and its limit of time. */
function beginFetching(
  config: HttpSourceConfig,
  tools: SourceTools,
  attempts: Attempts,
  signal: AbortSignal,
): { readonly within: Within; end(): void } {
  const agents = pinnedAgents(tools.network, {
    maxSockets: config.tablesAtOnce + 2,
    ...(config.ca === undefined ? {} : { ca: config.ca }),
  });
  const client = {
    policy: tools.network,
    agents,
    silentMilliseconds: config.requestTimeout * 1000,
  };
  const late = AbortSignal.timeout(config.totalTimeout * 1000);
  const fetching: Fetching = {
    client,
    attempts,
    credentials: credentialsOf(config, client, attempts),
    headers: Object.fromEntries(config.headers.map(({ name, value }) => [name, value])),
    pace: paceOf(config.requestsPerSecond),
    signal: AbortSignal.any([signal, late]),
  };
  return {
    async within(table, work, own = signal) {
      try {
        return await work({ ...fetching, signal: AbortSignal.any([fetching.signal, own]) });
      } catch (error) {
        if (signal.aborted)
          throw signal.reason instanceof AppError ? signal.reason : new AppError("run-cancelled");
        if (late.aborted && !(error instanceof AppError))
          throw new AppError("source-timeout", { source: originOf(config), table }, { place: { table } });
        throw error;
      }
    },
    end: () => agents.destroy(),
  };
}

/** Reads APIs: pages are fetched into a private folder and read there as files are. */
export const httpDriver = (
  tools: SourceTools,
  attempts: Attempts = usualAttempts,
): SourceDriver<HttpSourceConfig> => ({
  async test(config, signal) {
    const { within, end } = beginFetching(config, tools, attempts, signal);
    await inLookFolder(tools, "http", async (folder) => {
      for (const table of config.tables.slice(0, 1))
        await within(table.table, (fetching) =>
          fetchTable(fetching, config.baseUrl, table, { folder, pages: 1 }),
        );
    }).finally(end);
    const { protocol, hostname, origin } = new URL(config.baseUrl);
    return { server: `HTTP ${origin}`, warnings: listenersWarning(hostname, protocol !== "http:") };
  },

  async introspect(config, signal) {
    const { within, end } = beginFetching(config, tools, attempts, signal);
    return inLookFolder(tools, "http", async (folder) => {
      const readings: FileReading[] = [];
      const paged = new Set<string>();
      for (const table of config.tables) {
        if (table.pagination !== "none") paged.add(table.table);
        const fetched = await within(table.table, (fetching) =>
          fetchTable(fetching, config.baseUrl, table, { folder, pages: 1 }),
        );
        if (fetched.isNameless)
          throw new AppError("api-no-records", { source: originOf(config), table: table.table });
        readings.push(...fetched.readings);
      }
      const tables = await describeFiles(readings, tools.files, signal);
      // Nobody knows how many pages follow the first.
      return tables.map(({ estimatedRows, ...table }) =>
        estimatedRows === undefined || paged.has(table.name) ? table : { ...table, estimatedRows },
      );
    }).finally(end);
  },

  async open(config, options) {
    await assertHostAllowed(new URL(config.baseUrl), tools.network);
    const { keep } = options;
    const folder = keep ?? path.join(options.scratch, `http-${newId()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { within, end } = beginFetching(config, tools, attempts, options.signal);
    const filesFor = sessionTables(config, options, { source: originOf(config), folder, within });
    return openFileSession(filesFor, tools.files, options, {
      snapshotAt: new Date(),
      fileAt: (wanted) =>
        within(askedPath, (fetching) => fetchPath(fetching, config.baseUrl, wanted, folder)),
      onClose: async () => {
        end();
        if (keep === undefined) await rm(folder, { recursive: true, force: true });
      },
    });
  },

  fingerprint: (config) => {
    const { baseUrl, auth, tokenUrl, clientId, scope, headers, tables } = config;
    const facts = [
      ...["http", baseUrl, auth, tokenUrl ?? null, clientId ?? null, scope ?? null],
      ...[headers, tables],
      ...factsWhereSet(httpSourceSchema.shape, config, [
        ...(auth === "header" ? ["headerName" as const] : []),
        ...(auth === "oauth2" ? ["clientAuth" as const] : []),
        "ca",
      ]),
    ];
    return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
  },
});
