import { expect, test } from "vitest";
import { can, isRaw, maySeeRaw, type Permission, parseRole, permissions, roleIds } from "./index.ts";

const ids = Object.keys(permissions) as Permission[];

test("every permission is somebody's and no role has them all", () => {
  for (const permission of ids) expect(roleIds.filter((role) => can(role, permission))).not.toHaveLength(0);
  for (const role of roleIds) expect(ids.every((permission) => can(role, permission))).toBe(false);
  expect(ids.length).toBeGreaterThan(15);
});

test("only database administrators approve and look at raw rows", () => {
  for (const permission of [
    "reviews:decide",
    "quarantine:look",
    "script-output:look",
    "raw-values:look",
    "values:merge",
  ] as const) {
    expect(roleIds.filter((role) => can(role, permission))).toEqual(["database-administrator"]);
  }
});

test("raw data is for the eyes of the person who may see it, not of whoever is signed in as them", () => {
  expect(ids.filter(isRaw)).toEqual(["quarantine:look", "script-output:look", "raw-values:look"]);
  for (const permission of ids.filter(isRaw)) {
    const role = "database-administrator" as const;
    expect(maySeeRaw({ role }, permission)).toBe(true);
    expect(maySeeRaw({ role, impersonatedBy: "an administrator" }, permission)).toBe(false);
    expect(maySeeRaw({ role: "data-engineer" }, permission)).toBe(false);
    expect(maySeeRaw({ role: undefined }, permission)).toBe(false);
  }
});

test("only data engineers edit and run, and they decide nothing", () => {
  for (const permission of ["modules:edit", "runs:start"] as const) {
    expect(roleIds.filter((role) => can(role, permission))).toEqual(["data-engineer"]);
  }
});

test("scientists read versions and nothing else", () => {
  expect(ids.filter((permission) => can("data-scientist", permission))).toEqual(["versions:read"]);
});

test("users, sources and stores are managed by administrators alone", () => {
  for (const permission of ["users:manage", "sources:manage", "stores:manage", "python:manage"] as const) {
    expect(roleIds.filter((role) => can(role, permission))).toEqual(["administrator"]);
  }
});

test("unknown text is no role and may nothing", () => {
  expect(parseRole("root")).toBeUndefined();
  expect(parseRole("administrator,data-engineer")).toBeUndefined();
  expect(can(parseRole(null), "versions:read")).toBe(false);
});
