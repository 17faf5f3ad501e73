import { AppError } from "#lib/kernel";
import type { SourceDriver, SourceTools } from "./definition.ts";
import { filesSource } from "./files/definition.ts";
import { filesDriver } from "./files/driver.ts";
import { postgresqlSource } from "./postgresql/definition.ts";
import { postgresqlDriver } from "./postgresql/driver.ts";
import type { SourceKind } from "./registry.ts";

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
  const { grantScript } = driver;
  return {
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
  files: checked(filesSource, filesDriver(tools)),
});

/** Throws `source-kind-unknown`. */
export function findSourceDriver(kind: string, tools: SourceTools): SourceDriver {
  const found = Object.entries(sourceDrivers(tools)).find(([id]) => id === kind)?.[1];
  if (!found) throw new AppError("source-kind-unknown", { kind });
  return found;
}
