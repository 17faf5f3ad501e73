export { type Permission, permissions } from "./permissions.ts";
export { can, parseRole, type Role, type RoleDefinition, roleIds, roles } from "./roles.ts";
