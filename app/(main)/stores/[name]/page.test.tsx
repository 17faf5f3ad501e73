import { expect, it, vi } from "vitest";
import type { PlaceView } from "#lib/contracts";
import { AppError, err, ok } from "#lib/kernel";
import { renderPage } from "../../../../components/testing/render-page.tsx";
import { messages } from "../../../../lib/web/messages/index.ts";

const place: PlaceView = {
  name: "shelf",
  title: "",
  kind: "folder",
  config: { folder: "/srv/shelf" },
  secretNames: [],
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  usedBy: [],
  boundIn: [],
};

const failure = new AppError("store-failed", { store: "shelf", detail: "EIO" });
vi.mock("next-intl/server", () => ({ getLocale: async () => "en" }));
vi.mock("#lib/operations/server", () => ({ getStore: "store", getStoreContents: "contents" }));
vi.mock("#lib/web/server", () => ({
  session: async () => ({ user: { role: "administrator" } }),
  load: async (operation: unknown) => (operation === "store" ? ok(place) : err(failure.toData())),
}));
vi.mock("../../../stores/actions-of-stores.ts", () => ({
  archiveStoreAction: async () => ok({}),
  testStoreAction: async () => ok({}),
  storeActions: {},
}));

const draw = async () => {
  const { default: Page } = await import("./page.tsx");
  const page = await Page({ params: Promise.resolve({ name: "shelf" }) });
  return renderPage(page, { locale: "en", messages: messages.en });
};

it("says that what the store holds cannot be shown, and why, beside what is known of the store", async () => {
  const html = await draw();
  expect(["/srv/shelf", 'role="alert"', "store-failed"].filter((words) => !html.includes(words))).toEqual([]);
});
