import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { config, namedVariable } from "#lib/config/server";
import { fileSandbox } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { BoundSource } from "#lib/pipeline/server";
import {
  findSourceDefinition,
  moduleSource,
  parseFileSource,
  type SourceTools,
  sourceDefinitions,
} from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import { isVersionAddress, versionAt } from "./version-source.ts";

/** Endings of files that hold rows; any other file named after `file:` holds an address. */
const dataFile = /\.(?:csv|tsv|ndjson|jsonl|json|parquet|xlsx|xlsm)(?:\.(?:gz|gzip|zst|zstd))?$/i;

export interface SourceGiven {
  readonly name: string;
  /** A URL, `version:FOLDER`, settings as JSON, `env:NAME` or `file:PATH` of either, or the path of a file of rows. Never shown: it may hold a password. */
  readonly address: string;
}

/** Reads `NAME=URL`. @throws AppError `request-invalid`, which does not repeat the text */
export function parseSourceOption(text: string, before: readonly SourceGiven[]): readonly SourceGiven[] {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1)
    throw new AppError("request-invalid", { detail: "--source NAME=URL" });
  return [...before, { name: text.slice(0, at), address: text.slice(at + 1) }];
}

const isDataFile = (address: string) => dataFile.test(address.split(",").at(-1) ?? "");

/** Follows `env:NAME` and `file:PATH` to the address itself. */
async function addressOf(address: string): Promise<string> {
  if (address.startsWith("env:")) return namedVariable(address.slice("env:".length));
  if (address.startsWith("file:") && !isDataFile(address)) {
    const file = address.slice("file:".length);
    try {
      return (await readFile(file, "utf8")).trim();
    } catch (cause) {
      throw new AppError("file-missing", { file }, { cause });
    }
  }
  return address;
}

/** What drivers are given on the command line: no database of ours, any folder and host that its user can reach. */
const commandLineTools = (): SourceTools => ({
  network: { privateHosts: "all" },
  files: fileSandbox({
    memory: config().engine.memory,
    threads: config().engine.threads,
    seconds: 3600,
    diskBytes: 2 ** 40,
  }),
});

const settingsSchema = z.looseObject({ kind: z.string() });

/** Settings of any kind of source as JSON, `{"kind": "s3", …}`: for what an address of one line cannot say. */
function settingsOf(text: string): { readonly kind: string; readonly config: object } | undefined {
  if (!text.startsWith("{")) return undefined;
  const forms = { detail: 'JSON, "kind": "s3", …' };
  try {
    const { kind, ...config } = settingsSchema.parse(JSON.parse(text));
    if (!findSourceDefinition(kind)) throw new AppError("source-kind-unknown", { kind });
    return { kind, config };
  } catch (error) {
    // What the parser says quotes the text, which may hold a password.
    throw error instanceof AppError ? error : new AppError("source-address-invalid", forms);
  }
}

export async function bindSource(given: SourceGiven, base: string): Promise<BoundSource> {
  const address = await addressOf(given.address);
  if (isVersionAddress(address)) return bound(given.name, moduleSource.id, await versionAt(address, base));
  const settings = settingsOf(address);
  if (settings) return bound(given.name, settings.kind, settings.config);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase() ?? "";
  const addressed = sourceDefinitions.find((definition) => definition.address?.schemes.includes(scheme));
  if (addressed?.address)
    return bound(
      given.name,
      addressed.id,
      addressed.address.parse(address, (file) => path.resolve(base, file)),
    );
  if (!isDataFile(address)) {
    const forms = sourceDefinitions.flatMap((definition) => definition.address?.form ?? []);
    throw new AppError("source-address-invalid", {
      detail: [...forms, "file:PATH", "version:FOLDER"].join(", "),
    });
  }
  const list = address.startsWith("file:") ? address : `file:${address}`;
  return bound(given.name, "files", parseFileSource(list, base, path.resolve));
}

const bound = (name: string, kind: string, config: unknown): BoundSource => ({
  name,
  kind,
  config,
  driver: findSourceDriver(kind, commandLineTools()),
});

/** A PostgreSQL given as structured fields. */
export const boundPostgres = (name: string, connection: object): BoundSource =>
  bound(name, "postgresql", connection);
