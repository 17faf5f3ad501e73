import {
  type Icon,
  IconBox,
  IconDatabase,
  IconDeviceFloppy,
  IconHelp,
  IconInbox,
  IconKey,
  IconListDetails,
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
    | "sources"
    | "stores"
    | "users"
    | "keys"
    | "audit"
    | "space"
    | "help";
  readonly href: string;
  readonly icon: Icon;
  /** Letter after `g`, by physical key. */
  readonly key: string;
  readonly group: "work" | "set-up" | "oversight" | "help";
  readonly permission?: Permission;
}

const items: readonly NavigationItem[] = [
  { id: "home", href: "/", icon: IconInbox, key: "KeyH", group: "work" },
  {
    id: "modules",
    href: "/modules",
    icon: IconStack2,
    key: "KeyM",
    group: "work",
    permission: "modules:read",
  },
  { id: "runs", href: "/runs", icon: IconPlayerPlay, key: "KeyR", group: "work", permission: "runs:read" },
  {
    id: "versions",
    href: "/versions",
    icon: IconBox,
    key: "KeyD",
    group: "work",
    permission: "versions:read",
  },
  {
    id: "sources",
    href: "/sources",
    icon: IconDatabase,
    key: "KeyS",
    group: "set-up",
    permission: "sources:read",
  },
  {
    id: "stores",
    href: "/stores",
    icon: IconServer2,
    key: "KeyT",
    group: "set-up",
    permission: "stores:read",
  },
  {
    id: "users",
    href: "/users",
    icon: IconUsers,
    key: "KeyU",
    group: "oversight",
    permission: "users:manage",
  },
  {
    id: "keys",
    href: "/keys",
    icon: IconKey,
    key: "KeyK",
    group: "oversight",
    permission: "domains:read",
  },
  {
    id: "audit",
    href: "/audit",
    icon: IconListDetails,
    key: "KeyA",
    group: "oversight",
    permission: "audit:read",
  },
  {
    id: "space",
    href: "/space",
    icon: IconDeviceFloppy,
    key: "KeyP",
    group: "oversight",
    permission: "space:read",
  },
  { id: "help", href: "/help", icon: IconHelp, key: "KeyE", group: "help" },
];

/** Where a role can go; what it may not open is not offered. */
export const navigationFor = (role: Role): readonly NavigationItem[] =>
  items.filter((item) => item.permission === undefined || can(role, item.permission));
