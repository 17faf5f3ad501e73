import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { findSourceDefinition, moduleSource, parsePostgresSource, sourceDefinitions } from "./index.ts";
import { findSourceDriver, sourceDrivers } from "./server.ts";

const tools = {
  network: { privateHosts: "all" },
  files: {
    inspect: () => Promise.reject(new Error("not used")),
    run: () => Promise.reject(new Error("not used")),
    inspectDatabase: () => Promise.reject(new Error("not used")),
    runInDatabase: () => Promise.reject(new Error("not used")),
  },
} as const;

it("lists every kind of source that has a folder, each with a driver", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() && e.name !== "testing" ? [e.name] : [],
  );
  // Versions of modules are there without anybody adding them.
  const added = folders.filter((folder) => folder !== moduleSource.id);
  expect(sourceDefinitions.map((d) => d.id).sort()).toEqual(added.sort());
  expect(Object.keys(sourceDrivers(tools)).sort()).toEqual(added.sort());
  expect(folders).toContain(moduleSource.id);
  expect(findSourceDriver(moduleSource.id, tools)).toBeDefined();
});

it("says of every kind whether it has roles, as its driver does", () => {
  const withRoles = sourceDefinitions.filter(({ hasRoles }) => hasRoles).map(({ id }) => id);
  const drivers = Object.entries(sourceDrivers(tools));
  expect(withRoles).toEqual(drivers.filter(([, { grantScript }]) => grantScript).map(([id]) => id));
  expect(withRoles).toEqual(["postgresql", "mysql"]);
});

it("knows no kind by default", () => {
  expect(findSourceDefinition("oracle")).toBeUndefined();
  expect(() => findSourceDriver("oracle", tools)).toThrow(AppError);
  expect(() => findSourceDriver("toString", tools)).toThrow(AppError);
});

it("checks a configuration before a driver sees it, and never repeats it", () => {
  const driver = findSourceDriver("postgresql", tools);
  const hostile = { host: "/tmp", database: "d", user: "u", password: "very-secret" };
  expect(() => driver.fingerprint(hostile)).toThrow(AppError);
  expect(() => driver.fingerprint({ ...hostile, host: "h", sslrootcert: "/etc/passwd" })).toThrow(AppError);
  try {
    driver.fingerprint(hostile);
  } catch (error) {
    expect(String(error)).not.toContain("very-secret");
  }
});

it("reads an address of the command line", () => {
  const config = parsePostgresSource("postgresql://me:p%40ss@db.corp:5433/sales%20eu?sslmode=verify-full");
  expect(config).toMatchObject({
    host: "db.corp",
    port: 5433,
    user: "me",
    password: "p@ss",
    database: "sales eu",
    ssl: "verify-full",
    maxConnections: 2,
  });
  expect(parsePostgresSource("postgres://u@[::1]/d").host).toBe("::1");
});

it.each([
  "mysql://u:very-secret@h/d",
  "postgresql://u:very-secret@h/d?sslrootcert=/etc/passwd",
  "postgresql://u:very-secret@h/d?host=/tmp",
  "postgresql://u:very-secret@h/d?sslmode=allow",
  "postgresql://u:very-secret@h/",
  "postgresql://u:very-secret@%2Ftmp/d",
  "postgresql://u:very-secret%zz@h/d",
  "very-secret",
])("refuses an address without repeating it: %s", (url) => {
  let told = "";
  try {
    parsePostgresSource(url);
  } catch (error) {
    told = `${error instanceof AppError} ${error}`;
  }
  expect(told).toContain("true");
  expect(told).not.toContain("very-secret");
});
