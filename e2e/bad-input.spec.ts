import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { z } from "zod";
import { draftOf, makeModule } from "./editor.ts";
import { signIn } from "./people.ts";

const columns = ["customer_id", "email", "city"];
const customers = (source = "shop") => ({
  name: "customers",
  columns: columns.map((name) => ({ name, datatype: "string", privacyClass: "insensitive" })),
  extraction: { language: "sql", source, script: `select ${columns.join(", ")} from customers` },
});
const chip = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });
const dock = (page: Page) => page.getByRole("region", { name: "Results" });

/** Gives a column another type, as somebody at the inspector would. */
async function retype(page: Page, column: string, type: string): Promise<void> {
  const line = page.getByRole("treeitem", { name: column, exact: true });
  if (!(await line.isVisible()))
    await page.getByRole("treeitem", { name: "customers", exact: true }).press("ArrowRight");
  await line.click();
  await expect(page).toHaveURL(new RegExp(`node=customers(%2F|/)${column}`));
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await inspector.getByLabel("Type", { exact: true }).selectOption(type);
}

/** The types of a module's columns as the server has them. */
const typesOf = async (page: Page, module: string) => {
  const draft = await draftOf(page, module);
  return draft.tables[0]?.columns.map((column) => column.datatype);
};

test("a dead network loses nothing of what is edited meanwhile", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "dead-network", { tables: [customers()] });
  await page.goto(`/modules/${module}/edit?view=columns&node=customers`);
  await retype(page, "customer_id", "float");
  await expect(chip(page, "Saved")).toBeVisible();
  await page.context().setOffline(true);
  await retype(page, "customer_id", "integer");
  await expect(chip(page, "Offline: kept in this browser")).toBeVisible();
  await page.waitForTimeout(8_000);
  await retype(page, "email", "json");
  await page.waitForTimeout(8_000);
  await retype(page, "city", "uuid");
  await expect(chip(page, "Offline: kept in this browser")).toBeVisible();
  await page.context().setOffline(false);
  await expect(chip(page, "Saved")).toBeVisible({ timeout: 20_000 });
  expect(await typesOf(page, module)).toEqual(["integer", "json", "uuid"]);
  await page.reload();
  await expect(chip(page, "Saved")).toBeVisible();
  expect(await typesOf(page, module)).toEqual(["integer", "json", "uuid"]);
});

test("leaving by a link saves first, and asks only where that does not succeed", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "leaving", { tables: [customers()] });
  const runs = page.getByRole("link", { name: "Runs", exact: true });
  const asked = page.getByRole("dialog", { name: "Not everything is on the server yet" });
  await page.goto(`/modules/${module}/edit?view=columns&node=customers`);
  // At once after an edit: it is saved on the way, without a question.
  await retype(page, "customer_id", "integer");
  await runs.click();
  await expect(page).toHaveURL(/\/runs$/);
  await expect(asked).toHaveCount(0);
  expect((await typesOf(page, module))?.[0]).toBe("integer");
  // With all saved there is nothing to ask.
  await page.goto(`/modules/${module}/edit?view=columns&node=customers`);
  await expect(chip(page, "Saved")).toBeVisible();
  await runs.click();
  await expect(page).toHaveURL(/\/runs$/);

  await page.goto(`/modules/${module}/edit?view=columns&node=customers`);
  await page.route("**/api/modules/*/draft", (route) => route.abort());
  await retype(page, "email", "json");
  await expect(chip(page, "Offline: kept in this browser")).toBeVisible();
  await runs.click();
  await expect(asked).toBeVisible();
  await asked.getByRole("button", { name: "Stay here" }).click();
  await expect(page).toHaveURL(/\/edit/);
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await asked.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await page.unroute("**/api/modules/*/draft");
  await page.goto(`/modules/${module}/edit?view=columns&node=customers`);
  await expect(chip(page, "Saved")).toBeVisible();
  await expect.poll(() => typesOf(page, module)).toEqual(["integer", "json", "string"]);
});

const portSchema = z.object({ port: z.number() });
const passwordSchema = z.object({ password: z.string() });

/** The demo's database behind a door of this test, which can be closed. */
async function doorToShop() {
  const folder = process.env.ETLX_E2E_DATA_DIR ?? "";
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  const { port } = portSchema.parse(read("postgres.json"));
  const { password } = passwordSchema.parse(read("demo-shop.json"));
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    const behind = net.connect(port, "127.0.0.1");
    for (const one of [socket, behind]) {
      open.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => open.delete(one));
    }
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    config: {
      host: "127.0.0.1",
      port: address.port,
      database: "etlx_demo_shop",
      user: "etlx_demo_reader",
      password,
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

test("a source that stops is named with what to do, and the draft goes on", async ({ page }) => {
  const door = await doorToShop();
  const source = `door-${Date.now().toString(36)}`;
  await signIn(page, "administrator");
  const made = await page.request.post("/api/sources", {
    data: { name: source, title: "Behind a door", kind: "postgresql", config: door.config },
    headers: { Origin: new URL(page.url()).origin },
  });
  expect(made.status(), await made.text()).toBeLessThan(300);
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "door", {
    sources: [{ name: "door", ref: source }],
    tables: [customers("door")],
  });
  await page.goto(`/modules/${module}/edit?view=columns&dock=preview&node=customers`);
  await expect(dock(page).getByRole("grid")).toBeVisible({ timeout: 60_000 });
  await door.close();

  // What was read is still there for another rule; more rows are not.
  await dock(page).getByLabel("Rows", { exact: true }).selectOption("10000");
  const failure = dock(page).getByRole("alert");
  await expect(failure).toContainText("cannot be reached", { timeout: 60_000 });
  await expect(failure).toContainText("Check the host, the port and the network");
  await expect(dock(page).getByText("The draft is not touched by this")).toBeVisible();
  await expect(failure.getByRole("button", { name: "Preview again" })).toBeEnabled();
  await retype(page, "email", "json");
  await expect(chip(page, "Saved")).toBeVisible();
  expect((await typesOf(page, module))?.[1]).toBe("json");
});

test("who may not edit is told who can grant it, and led on", async ({ page }) => {
  await signIn(page, "data-scientist");
  await page.goto("/modules/shop/edit");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: "Your role does not open drafts" })).toBeVisible();
  await expect(main).toContainText("An administrator can change your role");
  await expect(main).not.toContainText("permission-missing");
  await main.getByRole("link", { name: "Published versions" }).click();
  await expect(page).toHaveURL("/versions");

  await signIn(page, "database-administrator");
  await page.goto("/modules/shop/edit");
  const note = page.getByRole("note").filter({ hasText: "You look at this draft and do not change it" });
  await expect(note).toContainText("An administrator can change it");
  await note.getByRole("link", { name: "The module's page" }).click();
  await expect(page).toHaveURL("/modules/shop");
});

test("a choice that is made before the page answers counts", async ({ page }) => {
  await signIn(page, "data-engineer");
  let isHeld = true;
  await page.route("**/_next/static/**/*.js", async (route) => {
    while (isHeld) await new Promise((resolve) => setTimeout(resolve, 50));
    await route.continue();
  });
  await page.goto("/modules/new", { waitUntil: "commit" });
  await page.getByLabel("Source", { exact: true }).selectOption({ label: "Demo shop" });
  isHeld = false;
  await expect(page.getByRole("button", { name: /^Choose all shown/ })).toBeVisible({ timeout: 60_000 });
  await expect(page).toHaveURL(/source=shop/);
  await expect(page.getByLabel("Source", { exact: true })).toHaveValue("shop");
});
