import type { Text } from "#lib/kernel";
import type { Permission, RawPermission } from "./permissions.ts";

export const roleIds = [
  "administrator",
  "data-engineer",
  "database-administrator",
  "data-scientist",
] as const;
export type Role = (typeof roleIds)[number];

export interface RoleDefinition {
  readonly title: Text;
  readonly allows: readonly Permission[];
}

/**
 * Roles × permissions, the one table. Approval belongs to database administrators alone, raw data to them and to nobody by
 * way of another permission; an administrator of users and sources sees neither.
 */
export const roles: Readonly<Record<Role, RoleDefinition>> = {
  administrator: {
    title: { en: "Administrator", ru: "Администратор" },
    allows: [
      "users:manage",
      "python:manage",
      "sources:manage",
      "sources:read",
      "stores:manage",
      "stores:read",
      "environments:manage",
      "environments:read",
      "uploads:create",
      "modules:read",
      "modules:archive",
      "reviews:read",
      "runs:read",
      "runs:cancel",
      "versions:read",
      "versions:withdraw",
      "domains:read",
      "audit:read",
      "space:read",
    ],
  },
  "data-engineer": {
    title: { en: "Data engineer", ru: "Инженер данных" },
    allows: [
      "sources:read",
      "stores:read",
      "environments:read",
      "modules:read",
      "modules:edit",
      "reviews:read",
      "reviews:request",
      "runs:read",
      "runs:start",
      "triggers:edit",
      "runs:cancel",
      "previews:read",
      "versions:read",
      "uploads:create",
      "domains:read",
      "space:read",
    ],
  },
  "database-administrator": {
    title: { en: "Database administrator", ru: "Администратор баз данных" },
    allows: [
      "sources:read",
      "stores:read",
      "environments:read",
      "modules:read",
      "reviews:read",
      "reviews:decide",
      "runs:read",
      "runs:cancel",
      "versions:read",
      "versions:withdraw",
      "quarantine:look",
      "script-output:look",
      "previews:read",
      "raw-values:look",
      "domains:manage",
      "values:re-identify",
      "values:merge",
      "domains:read",
      "audit:read",
      "space:read",
    ],
  },
  "data-scientist": {
    title: { en: "Data scientist", ru: "Специалист по данным" },
    allows: ["versions:read"],
  },
};

/** A role as it was stored; unknown text is no role. */
export function parseRole(text: string | null | undefined): Role | undefined {
  return roleIds.find((role) => role === text);
}

export function can(role: Role | undefined, permission: Permission): boolean {
  return role !== undefined && roles[role].allows.includes(permission);
}

/** Who asks, and who is signed in as them, if somebody is. */
export interface Viewer {
  readonly role: Role | undefined;
  readonly impersonatedBy?: string | undefined;
}

/** Whether raw data may be shown: by the role, and to nobody else than the person who has it. */
export const maySeeRaw = ({ role, impersonatedBy }: Viewer, permission: RawPermission): boolean =>
  can(role, permission) && impersonatedBy === undefined;
