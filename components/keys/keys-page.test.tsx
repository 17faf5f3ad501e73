import { expect, it } from "vitest";
import type { LinkageDomainView } from "#lib/contracts";
import { err, locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import type { KeyActions } from "./key-actions.ts";
import { KeysPage } from "./keys-page.tsx";

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);
const actions: KeyActions = {
  admit: refuse,
  dismiss: refuse,
  rotate: refuse,
  destroy: refuse,
  reIdentify: refuse,
};
const at = "2026-11-01T10:00:00.000Z";
const domains: readonly LinkageDomainView[] = [
  {
    name: "person.phone",
    keys: [
      { id: "0f5c1b1e-0000-4000-8000-000000000001", state: "destroyed", createdAt: at },
      { id: "1f5c1b1e-0000-4000-8000-000000000002", state: "retired", createdAt: at },
      { id: "2f5c1b1e-0000-4000-8000-000000000003", state: "active", createdAt: at },
    ],
    admitted: [{ module: "shop", by: "Vera", at }],
  },
  {
    name: "clinic/patient.id",
    keys: [{ id: "3f5c1b1e-0000-4000-8000-000000000004", state: "active", createdAt: at }],
    admitted: [],
  },
];

it.each(locales)("keys in %s: states, modules, and only what a role may do", async (locale) => {
  const { keys } = messages[locale];
  const draw = (may: { manage: boolean; reIdentify: boolean }) =>
    renderPage(<KeysPage domains={domains} modules={["shop"]} may={may} actions={actions} />, {
      locale,
      messages: messages[locale],
    });
  const all = await draw({ manage: true, reIdentify: true });
  for (const text of [...Object.values(keys.state), keys.ownDomain, keys.rotate, keys.reIdentify, "shop"])
    expect(all).toContain(text);
  // One key is retired: that one alone can be destroyed.
  expect(all.split(`>${keys.destroy}<`).length - 1).toBe(1);
  const few = await draw({ manage: false, reIdentify: false });
  for (const text of [keys.rotate, keys.dismiss, keys.admit, keys.ask])
    expect(few).not.toContain(`>${text}<`);
  expect(few).toContain("person.phone");
});
