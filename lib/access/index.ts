export { isRaw, type Permission, permissions, type RawPermission } from "./permissions.ts";
export {
  can,
  maySeeRaw,
  parseRole,
  type Role,
  type RoleDefinition,
  roleIds,
  roles,
  type Viewer,
} from "./roles.ts";
