import { expect, it } from "vitest";
import { can, type Permission, permissions, roleIds } from "#lib/access";
import { locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import { PlacePermissions } from "./place-permissions.tsx";

const asked = {
  source: ["sources:read", "sources:manage", "raw-values:look", "quarantine:look"],
  store: ["stores:read", "stores:manage", "versions:read", "versions:withdraw"],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;
const written = (html: string, permission: Permission, locale: (typeof locales)[number]) =>
  html.includes(permissions[permission][locale]);

it.each(locales.flatMap((locale) => (["source", "store"] as const).map((place) => [place, locale] as const)))(
  "who may do what with a %s is told for each role, and nothing of the other (%s)",
  async (place, locale) => {
    const html = await renderPage(<PlacePermissions of={place} />, { locale, messages: messages[locale] });
    const other = place === "source" ? "store" : "source";
    expect(asked[place].filter((permission) => !written(html, permission, locale))).toEqual([]);
    expect(asked[other].filter((permission) => written(html, permission, locale))).toEqual([]);
    const mayDo = roleIds.reduce(
      (sum, role) => sum + asked[place].filter((permission) => can(role, permission)).length,
      0,
    );
    expect(html.split("tabler-icon-check").length - 1).toBeGreaterThanOrEqual(mayDo);
  },
);
