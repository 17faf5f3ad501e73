import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { AppError, newId } from "#lib/kernel";
import { factsWhereSet } from "#lib/network";
import { assertHostAllowed, pinnedAgents } from "#lib/network/server";
import { isReadTwiceAlike, parseSelect } from "#lib/sql";
import type { FileReading, SourceDriver, SourceTools } from "../definition.ts";
import { describeFiles, openFileSession } from "../file-session.ts";
import { inParallel } from "../in-parallel.ts";
import { inLookFolder } from "../look-folder.ts";
import { credentialsOf } from "./credentials.ts";
import { type HttpSourceConfig, httpSource, httpSourceSchema } from "./definition.ts";
import { emptyTable } from "./empty-table.ts";
import { type Fetching, paceOf } from "./fetch-page.ts";
import { askedPath, fetchPath } from "./fetch-path.ts";
import { type FetchedTable, fetchTable } from "./fetch-table.ts";
import { keptOr } from "./kept-tables.ts";
import { type Attempts, usualAttempts } from "./retries.ts";

const originOf = (config: HttpSourceConfig): string => new URL(config.baseUrl).origin;

/** One look at an API: its connections, its token, its pace and its limit of time. */
function beginFetching(
  config: HttpSourceConfig,
  tools: SourceTools,
  attempts: Attempts,
  signal: AbortSignal,
) {
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
    /** Runs in the limit of time, or until `own` ends it; an end from outside comes out as what it is. */
    async within<T>(
      table: string,
      work: (fetching: Fetching) => Promise<T>,
      own: AbortSignal = signal,
    ): Promise<T> {
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

/** How many rows of a table a script needs for a sample: as many where it takes every row as it comes, else all. */
function enoughFor(script: string, sample: number | undefined): number | undefined {
  if (sample === undefined) return undefined;
  const select = parseSelect(script, httpSource.dialect);
  return select && !select.where && isReadTwiceAlike(select) ? sample : undefined;
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
    const isLocal = /^(?:localhost|127\.|\[::1\])/.test(hostname);
    return {
      server: `HTTP ${origin}`,
      warnings:
        protocol === "http:" && !isLocal
          ? [{ en: "The connection is not encrypted.", ru: "Соединение не зашифровано." }]
          : [],
    };
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
    const fetched = new Map<string, Promise<FetchedTable>>();
    const empty = new Map<string, Promise<FileReading>>();
    /** The same files again for the same script. */
    const emptyFor = (table: string, script: string, wanted: string): Promise<FileReading> => {
      const key = JSON.stringify([table, script, wanted]);
      const named = options.named?.(wanted) ?? [];
      const known =
        empty.get(key) ?? emptyTable(table, { script, named }, { folder, source: originOf(config) });
      empty.set(key, known);
      return known;
    };
    const filesFor = async (script: string, wanted = ""): Promise<readonly FileReading[]> => {
      const words = script.toLowerCase();
      const enough = enoughFor(script, options.sample);
      const tables = await inParallel(
        config.tables.filter(({ table }) => words.includes(table.toLowerCase())),
        config.tablesAtOnce,
        (table, own) => {
          const name = `${table.table} ${enough ?? "all"}`;
          const fetch = () =>
            within(
              table.table,
              (fetching) => fetchTable(fetching, config.baseUrl, table, { folder, enough }),
              own,
            );
          const known = fetched.get(name);
          const coming = known ?? keptOr(keep, [config, table], enough, fetch);
          if (!known) fetched.set(name, coming);
          // What was stopped, or failed, may be asked for again.
          coming.catch(() => fetched.delete(name));
          return coming.then((found) =>
            found.isNameless ? emptyFor(table.table, script, wanted).then((one) => [one]) : found.readings,
          );
        },
        options.signal,
      );
      return tables.flat();
    };
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
