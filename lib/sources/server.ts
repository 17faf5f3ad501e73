import { AppError } from "#lib/kernel";
import type { SourceDriver, SourceTools } from "./definition.ts";
import { filesSource } from "./files/definition.ts";
import { filesDriver } from "./files/driver.ts";
import { httpSource } from "./http/definition.ts";
import { httpDriver } from "./http/driver.ts";
import { moduleSource } from "./module/definition.ts";
import { moduleDriver } from "./module/driver.ts";
import { mysqlSource } from "./mysql/definition.ts";
import { mysqlDriver } from "./mysql/driver.ts";
import { postgresqlSource } from "./postgresql/definition.ts";
import { postgresqlDriver } from "./postgresql/driver.ts";
import type { SourceKind } from "./registry.ts";
import { s3Source } from "./s3/definition.ts";
import { s3Driver } from "./s3/driver.ts";
import { sqliteSource } from "./sqlite/definition.ts";
import { sqliteDriver } from "./sqlite/driver.ts";

export { sourceError } from "./postgresql/source-error.ts";

/** Checks a configuration against its kind before the driver sees it, so that what was stored or typed is never trusted. */
function checked<C>(
  definition: { readonly id: string; readonly config: { parse(value: unknown): C } },
  driver: SourceDriver<C>,
): SourceDriver {
  const parse = (value: unknown): C => {
    try {
      return definition.config.parse(value);
    } catch (cause) {
      throw new AppError("source-address-invalid", { detail: definition.id }, { cause });
    }
  };
  const { grantScript, describesCheaply = false } = driver;
  return {
    describesCheaply,
    test: async (config, signal) => driver.test(parse(config), signal),
    introspect: async (config, signal) => driver.introspect(parse(config), signal),
    open: async (config, options) => driver.open(parse(config), options),
    fingerprint: (config) => driver.fingerprint(parse(config)),
    ...(grantScript === undefined
      ? {}
      : { grantScript: (config, tables) => grantScript(parse(config), tables) }),
  };
}

/** The drivers of all kinds of sources, bound to what their process offers. */
export const sourceDrivers = (tools: SourceTools): Readonly<Record<SourceKind, SourceDriver>> => ({
  postgresql: checked(postgresqlSource, postgresqlDriver(tools)),
  mysql: checked(mysqlSource, mysqlDriver(tools)),
  sqlite: checked(sqliteSource, sqliteDriver(tools)),
  files: checked(filesSource, filesDriver(tools)),
  s3: checked(s3Source, s3Driver(tools)),
  http: checked(httpSource, httpDriver(tools)),
});

/** Throws `source-kind-unknown`. */
export function findSourceDriver(kind: string, tools: SourceTools): SourceDriver {
  if (kind === moduleSource.id) return checked(moduleSource, moduleDriver(tools));
  const found = Object.entries(sourceDrivers(tools)).find(([id]) => id === kind)?.[1];
  if (!found) throw new AppError("source-kind-unknown", { kind });
  return found;
}
