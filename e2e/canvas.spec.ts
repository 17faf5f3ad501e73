import { expect, type Page, test } from "@playwright/test";
import { expectNoBarriers } from "./barriers.ts";
import { draftOf } from "./editor.ts";
import { signIn } from "./people.ts";

const table = (name: string, ...columns: readonly string[]) => ({
  name,
  publish: true,
  extraction: { language: "sql", source: "shop", script: `select * from ${name}` },
  columns: columns.map((column) => ({ name: column, privacyClass: "insensitive" })),
});

/** A module of its own: what a test changes is nobody else's. */
async function makeModule(page: Page, name: string) {
  const customers = {
    ...table("customers", "customer_id"),
    primaryKey: { columns: ["customer_id"], strategy: { rule: "surrogate" } },
  };
  const document = {
    "@type": "DataModule",
    format: 2,
    name,
    sources: [{ name: "shop", ref: "shop" }],
    tables: [customers, table("orders", "order_id", "customer_id")],
  };
  const answer = await page.request.post("/api/modules", {
    data: { document },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
}

const named = (module: string) => `${module}-${Date.now().toString(36)}`;
const canvas = (page: Page) => page.getByRole("application", { name: "Steps of the tables" });
const links = async (page: Page, module: string) =>
  (await draftOf(page, module)).tables.map((one) => one.foreignKeys ?? []);

test("the canvas is worked with by keys alone, and undone", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = named("canvas");
  await makeModule(page, module);
  await page.goto(`/modules/${module}/edit?view=canvas`);
  await canvas(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/node=customers$/);
  for (const key of ["ArrowRight", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await expect(page).toHaveURL(/node=orders\/\/extract$/);
  await expect(page.getByText("orders, Extract: SQL from shop")).toBeAttached();

  // A foreign key, proposed by the names of its columns.
  await page.keyboard.press("KeyC");
  const dialog = page.getByRole("dialog", { name: "Connect tables" });
  await expect(dialog.getByLabel("Refers to", { exact: true })).toHaveValue("customers");
  await expect(dialog.getByLabel("Column that refers to customers.customer_id")).toHaveValue("customer_id");
  await dialog.getByRole("button", { name: "Connect", exact: true }).press("Enter");
  await expect(page).toHaveURL(/node=orders\/\/keys$/);
  await expect
    .poll(() => links(page, module))
    .toEqual([[], [expect.objectContaining({ columns: ["customer_id"], onOrphan: "reject" })]]);

  // A table that is moved stays where it was put; a removed one comes back.
  await canvas(page).focus();
  await page.keyboard.press("Alt+ArrowRight");
  await expect
    .poll(async () => (await draftOf(page, module)).ui)
    .toEqual({ canvas: { steps: [expect.objectContaining({ name: "orders", x: 20 })] } });
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Delete"])
    await page.keyboard.press(key);
  await expect(page.getByText("orders was removed")).toBeVisible();
  await expect.poll(async () => (await draftOf(page, module)).tables.length).toBe(1);
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect.poll(async () => (await draftOf(page, module)).tables.length).toBe(2);
  await expect.poll(async () => (await draftOf(page, module)).ui).toBeDefined();
});

test("the outline does what the canvas does", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = named("outline");
  await makeModule(page, module);
  await page.goto(`/modules/${module}/edit?view=canvas`);
  await expect(canvas(page)).toBeVisible();
  const line = (name: string) => page.getByRole("treeitem", { name });
  await line("orders").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect
    .poll(async () => (await draftOf(page, module)).tables.map(({ name }) => name))
    .toEqual(["orders", "customers"]);
  await line("orders").click();
  await page.keyboard.press("F2");
  await page.getByRole("dialog", { name: "Rename orders" }).getByLabel("Name").fill("sales");
  await page.keyboard.press("Enter");
  await expect(line("sales")).toBeVisible();
  await line("sales").focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Go to: Protect" }).click();
  await expect(page).toHaveURL(/node=sales\/\/protect$/);
  await line("customers").focus();
  await page.keyboard.press("Delete");
  await expect
    .poll(async () => (await draftOf(page, module)).tables.map(({ name }) => name))
    .toEqual(["sales"]);
});

test("the canvas has no barriers, light and dark", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await signIn(page, "data-engineer");
  for (const picture of ["steps", "relations"]) {
    await page.goto(`/modules/shop/edit?view=canvas&canvas=${picture}&node=customers`);
    await expect(page.locator(".react-flow__node").first()).toBeVisible();
    await expectNoBarriers(page, picture);
  }
});
