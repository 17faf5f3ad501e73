import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/**
 * Prisma's schema engine as WebAssembly: migrations without the native engine, which needs a download at install time.
 * One instance a process: a second one corrupts both.
 */

export type { SchemaEngine } from "@prisma/schema-engine-wasm";

let loaded: Promise<void> | undefined;

function load(): Promise<void> {
  loaded ??= (async () => {
    const file = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm"));
    const { instance } = await WebAssembly.instantiate(await readFile(file), {
      "./schema_engine_bg.js": bindings as WebAssembly.ModuleImports,
    });
    bindings.__wbg_set_wasm(instance.exports);
    const start = instance.exports.__wbindgen_start;
    if (typeof start === "function") start();
  })();
  return loaded;
}

const internalCharOid = 18;
const textOid = 25;

interface RowDescription {
  readonly fields: { dataTypeID: number; name: string }[];
}

/** Connection options of an adapter. Discrete fields, since with a connection string the adapter's shadow is the real database. */
function connectionOptions(url: string): pg.PoolConfig {
  const at = new URL(url);
  return {
    host: decodeURIComponent(at.hostname),
    port: at.port === "" ? 5432 : Number(at.port),
    user: decodeURIComponent(at.username),
    password: decodeURIComponent(at.password),
    database: decodeURIComponent(at.pathname.slice(1)),
    max: 1,
  };
}

/**
 * An adapter that can read the catalogue: the stock one refuses its `"char"` columns, so the wire answer is renamed to
 * text and the engine is told that they are characters.
 */
function catalogueAdapter(url: string): {
  factory: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
} {
  class CatalogueClient extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      // The description of a result is the last place before the adapter where its types can be changed.
      const connection: unknown = Reflect.get(this, "connection");
      if (!(connection instanceof EventEmitter)) throw new TypeError("pg.Client has no connection");
      connection.prependListener("rowDescription", (message: RowDescription) => {
        for (const field of message.fields) {
          if (field.dataTypeID !== internalCharOid) continue;
          field.dataTypeID = textOid;
          characterColumns.add(field.name);
        }
      });
    }
  }
  const characterColumns = new Set<string>();
  const pool = new pg.Pool({ ...connectionOptions(url), Client: CatalogueClient });
  const factory = new PrismaPg(pool);
  const connect = async () => {
    const adapter = await factory.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      characterColumns.clear();
      const result = await queryRaw(query);
      if (characterColumns.size === 0) return result;
      const columnTypes = result.columnNames.map((name, index): ColumnType => {
        const known = result.columnTypes[index] ?? ColumnTypeEnum.Text;
        return characterColumns.has(name) ? ColumnTypeEnum.Character : known;
      });
      return { ...result, columnTypes };
    };
    // The stock one splits a script at every semicolon, those inside a function's body too.
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  };
  return {
    factory: {
      provider: factory.provider,
      adapterName: factory.adapterName,
      connect,
      connectToShadowDb: connect,
    },
    close: () => pool.end(),
  };
}

/**
 * Opens the engine on a database, for the time of `work`.
 * @param datamodels files of the Prisma schema, [path, text]
 */
export async function withSchemaEngine<T>(
  url: string,
  datamodels: [string, string][],
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  await load();
  const { factory, close } = catalogueAdapter(url);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(factory);
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await close();
  }
}
