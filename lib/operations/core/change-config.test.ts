import { expect, it } from "vitest";
import { z } from "zod";
import { sourceDefinitions } from "#lib/sources";
import { storeDefinitions } from "#lib/stores";
import { changeConfig } from "./change-config.ts";
import { secretFields, splitConfig } from "./split-config.ts";

type Values = Readonly<Record<string, unknown>>;

const database = { host: "db.corp", port: 5000, database: "d", user: "u", password: "kept", ssl: "disable" };
const replica = { replicaHost: "replica.corp", replicaPort: 5001 };
const objects = {
  endpoint: "https://s3.corp",
  bucket: "rows",
  accessKeyId: "id",
  secretAccessKey: "kept",
  pathStyle: false,
};
const moved = { host: "evil.corp", port: 5002, ssl: "prefer", ca: "PEM" };
const movedReplica = { replicaHost: "evil.corp", replicaPort: 5003 };
const movedBucket = { endpoint: "https://evil.corp", bucket: "evil", pathStyle: true, ca: "PEM" };

/** Of every kind that has secrets: a configuration, what of it sends them elsewhere, and what does not. */
const cases: Readonly<Record<string, { kept: Values; moves: Values; stays: Values }>> = {
  "source postgresql": {
    kept: { ...database, ...replica },
    moves: { ...moved, ...movedReplica },
    stays: {
      database: "other",
      user: "other",
      schemas: ["s"],
      statementTimeout: 60,
      lockTimeout: 5,
      maxConnections: 3,
      rowsPerSecond: 10,
      mostActiveQueries: 10,
    },
  },
  "source mysql": {
    kept: { ...database, ...replica },
    moves: { ...moved, ...movedReplica },
    stays: {
      database: "other",
      user: "other",
      statementTimeout: 60,
      lockTimeout: 5,
      rowsPerSecond: 10,
      mostActiveQueries: 10,
    },
  },
  "source s3": {
    kept: { ...objects, tables: [{ table: "t", key: "t.csv" }] },
    moves: movedBucket,
    stays: {
      region: "eu",
      accessKeyId: "other",
      tables: [{ table: "u", key: "u.csv" }],
      mostBytes: 10,
      objectsAtOnce: 2,
      totalTimeout: 1,
    },
  },
  "source http": {
    kept: {
      baseUrl: "https://api.corp/v1",
      auth: "oauth2",
      tokenUrl: "https://sso.corp/token",
      clientId: "id",
      clientSecret: "kept",
      headerValue: "kept too",
      tables: [{ table: "t", path: "t" }],
    },
    moves: { baseUrl: "https://evil.corp/v1", tokenUrl: "https://evil.corp/token", ca: "PEM" },
    stays: {
      auth: "header",
      headerName: "X-Key",
      clientId: "other",
      clientAuth: "body",
      scope: "all",
      headers: [{ name: "X-A", value: "b" }],
      requestsPerSecond: 1,
      tablesAtOnce: 1,
      requestTimeout: 1,
      totalTimeout: 1,
      tables: [{ table: "u", path: "u" }],
    },
  },
  "store postgresql": {
    kept: { ...database, readerUser: "r", readerPassword: "kept", scriptUser: "s", scriptPassword: "kept" },
    moves: moved,
    stays: { database: "other", user: "other", prefix: "p", readerUser: "other", scriptUser: "other" },
  },
  "store s3": {
    kept: { ...objects, readerAccessKeyId: "r", readerSecretAccessKey: "kept" },
    moves: movedBucket,
    stays: { region: "eu", accessKeyId: "other", prefix: "p/", readerAccessKeyId: "other" },
  },
};

const kinds = [
  ...sourceDefinitions.map((kind) => ({ name: `source ${kind.id}`, kind })),
  ...storeDefinitions.map((kind) => ({ name: `store ${kind.id}`, kind })),
].filter(({ kind }) => secretFields(kind.config).size > 0);

const fieldsOf = (schema: z.ZodType) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);
const secretNeeded = expect.objectContaining({ code: "secret-needed" });
const keptAs = ({ config, secrets }: ReturnType<typeof splitConfig>) => ({ config, secrets });

it("every kind with a secret is tried, each of its fields", () => {
  expect(kinds.map(({ name }) => name).sort()).toEqual(Object.keys(cases).sort());
  for (const { name, kind } of kinds) {
    const { moves = {}, stays = {} } = cases[name] ?? {};
    const tried = [...Object.keys(moves), ...Object.keys(stays), ...secretFields(kind.config).keys()];
    expect(tried.sort(), name).toEqual(fieldsOf(kind.config).sort());
  }
});

it.each(kinds)(
  "$name: a field that moves its destination asks for the secrets again, no other does",
  ({ name, kind }) => {
    const { kept, moves, stays } = cases[name] ?? { kept: {}, moves: {}, stays: {} };
    const before = keptAs(splitConfig(kind.config, kept, {}));
    expect(changeConfig(kind, before, before.config).secrets).toEqual(before.secrets);
    for (const [field, value] of Object.entries(moves)) {
      const change = () => changeConfig(kind, before, { ...before.config, [field]: value });
      expect(change, field).toThrow(secretNeeded);
      const again = Object.fromEntries(Object.keys(before.secrets).map((secret) => [secret, "given"]));
      expect(changeConfig(kind, before, { ...before.config, [field]: value, ...again }).secrets).toEqual(
        again,
      );
      const { [field]: _left, ...without } = before.config;
      if (before.config[field] !== undefined && kind.config.safeParse({ ...without, ...again }).success)
        expect(() => changeConfig(kind, before, without), `${field} left out`).toThrow(secretNeeded);
    }
    for (const [field, value] of Object.entries(stays)) {
      const after = changeConfig(kind, before, { ...before.config, [field]: value });
      expect(after.secrets, field).toEqual(before.secrets);
    }
  },
);

it("a place that moves drops the secrets that it does not use, and keeps none for later", () => {
  const kind = sourceDefinitions.find(({ id }) => id === "http");
  if (!kind) throw new Error("a kind of source was expected");
  const { clientSecret, ...kept } = cases["source http"]?.kept ?? {};
  const before = keptAs(splitConfig(kind.config, { ...kept, clientSecret }, {}));
  const open = { baseUrl: "https://evil.corp", auth: "none", tables: kept.tables };
  const elsewhere = changeConfig(kind, before, open);
  expect(elsewhere.secrets).toEqual({});
  const later = () => changeConfig(kind, keptAs(elsewhere), { ...open, auth: "header" });
  expect(later).toThrow(expect.objectContaining({ code: "config-invalid" }));
});
