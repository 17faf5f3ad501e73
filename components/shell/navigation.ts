import {
  type Icon,
  IconBox,
  IconBrandPython,
  IconClock,
  IconDatabase,
  IconDeviceFloppy,
  IconHelp,
  IconInbox,
  IconKey,
  IconListDetails,
  IconMapPin,
  IconPlayerPlay,
  IconServer2,
  IconStack2,
  IconUsers,
} from "@tabler/icons-react";
import { can, type Permission, type Role } from "#lib/access";

export interface NavigationItem {
  readonly id:
    | "home"
    | "modules"
    | "versions"
    | "runs"
    | "schedules"
    | "sources"
    | "stores"
    | "environments"
    | "users"
    | "keys"
    | "audit"
    | "space"
    | "python"
    | "help";
  readonly href: string;
  readonly icon: Icon;
  readonly group: "work" | "set-up" | "oversight" | "help";
  readonly permission?: Permission;
}

const items: readonly NavigationItem[] = [
  { id: "home", href: "/", icon: IconInbox, group: "work" },
  {
    id: "modules",
    href: "/modules",
    icon: IconStack2,
    group: "work",
    permission: "modules:read",
  },
  { id: "runs", href: "/runs", icon: IconPlayerPlay, group: "work", permission: "runs:read" },
  {
    id: "schedules",
    href: "/schedules",
    icon: IconClock,
    group: "work",
    permission: "modules:read",
  },
  {
    id: "versions",
    href: "/versions",
    icon: IconBox,
    group: "work",
    permission: "versions:read",
  },
  {
    id: "sources",
    href: "/sources",
    icon: IconDatabase,
    group: "set-up",
    permission: "sources:read",
  },
  {
    id: "stores",
    href: "/stores",
    icon: IconServer2,
    group: "set-up",
    permission: "stores:read",
  },
  {
    id: "environments",
    href: "/environments",
    icon: IconMapPin,
    group: "set-up",
    permission: "environments:read",
  },
  {
    id: "users",
    href: "/users",
    icon: IconUsers,
    group: "oversight",
    permission: "users:manage",
  },
  {
    id: "keys",
    href: "/keys",
    icon: IconKey,
    group: "oversight",
    permission: "domains:read",
  },
  {
    id: "audit",
    href: "/audit",
    icon: IconListDetails,
    group: "oversight",
    permission: "audit:read",
  },
  {
    id: "space",
    href: "/space",
    icon: IconDeviceFloppy,
    group: "oversight",
    permission: "space:read",
  },
  {
    id: "python",
    href: "/python",
    icon: IconBrandPython,
    group: "oversight",
    permission: "modules:read",
  },
  { id: "help", href: "/help", icon: IconHelp, group: "help" },
];

/** Where a role can go; what it may not open is not offered. */
export const navigationFor = (role: Role): readonly NavigationItem[] =>
  items.filter((item) => item.permission === undefined || can(role, item.permission));
