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
async function openModule(page: Page, start: string): Promise<string> {
  const name = `${start}-${Date.now().toString(36)}`;
  const document = {
    "@type": "DataModule",
    format: 2,
    name,
    sources: [{ name: "shop", ref: "shop" }],
    tables: [table("customers", "customer_id", `rare_${start}`), table("orders", "order_id")],
  };
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post("/api/modules", { data: { document }, headers });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  await page.goto(`/modules/${name}/edit?node=customers`);
  await expect(canvas(page)).toBeVisible();
  return name;
}

const canvas = (page: Page) => page.getByRole("application", { name: "Steps of the tables" });

/** A key of the Russian layout: what it types is another letter than the place of the key says. */
const pressCyrillic = (page: Page, code: string, key: string, held: { readonly shiftKey?: boolean } = {}) =>
  page.evaluate(
    ([init]) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true }),
      ),
    [{ code, key, ...held }],
  );

async function expectUsable(page: Page, within = "dialog") {
  await expect(page.locator(within).first()).toBeVisible();
  await expectNoBarriers(page, within, { schemes: ["light"], within });
}

test("shortcuts are listed by page, work in the Cyrillic layout, and get other keys", async ({ page }) => {
  await signIn(page, "data-engineer");
  // The page answers a moment after it is drawn.
  await expect(async () => {
    await pressCyrillic(page, "KeyG", "п");
    await pressCyrillic(page, "KeyR", "к");
    await expect(page).toHaveURL("/runs", { timeout: 3000 });
  }).toPass();
  await page.keyboard.press("Shift+Slash");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.getByRole("heading", { name: "On every page" })).toBeVisible();
  await expect(list.getByRole("heading", { name: "On the canvas" })).toHaveCount(0);
  await page.keyboard.press("Escape");

  await openModule(page, "keys");
  await canvas(page).focus();
  await pressCyrillic(page, "Slash", ",", { shiftKey: true });
  await expect(list.getByRole("heading", { name: "On the canvas" })).toBeVisible();
  await expectUsable(page);
  const change = list.getByRole("button", { name: "Connect to a table: choose other keys" });
  await change.click();
  await pressCyrillic(page, "KeyF", "а");
  await expect(list.getByRole("alert")).toContainText("Taken already");
  await change.click();
  await pressCyrillic(page, "KeyL", "д");
  await expect(list.getByRole("button", { name: "Connect to a table: the keys as they were" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.reload();
  const connect = page.getByRole("dialog", { name: "Connect tables" });
  await canvas(page).focus();
  await pressCyrillic(page, "KeyC", "с");
  await pressCyrillic(page, "KeyL", "д");
  await expect(connect).toBeVisible();
  await page.keyboard.press("Escape");
  await canvas(page).focus();
  await page.keyboard.press("Shift+Slash");
  await list.getByRole("switch", { name: "Single-key shortcuts" }).uncheck();
  await page.keyboard.press("Escape");
  await canvas(page).focus();
  await page.keyboard.press("KeyL");
  await page.keyboard.press("Alt+ArrowRight");
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await expect(connect).toHaveCount(0);
});

test("tables are drawn in groups, and the outline has them too", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await openModule(page, "groups");
  await canvas(page).focus();
  await page.keyboard.press("ControlOrMeta+KeyG");
  const dialog = page.getByRole("dialog", { name: "Group tables" });
  await dialog.getByLabel("Name", { exact: true }).fill("Sales");
  await dialog.getByRole("checkbox", { name: "orders" }).check();
  await expectUsable(page);
  await page.keyboard.press("Enter");
  await expect
    .poll(async () => (await draftOf(page, module)).ui)
    .toEqual({ canvas: { groups: [{ name: "Sales", tables: ["customers", "orders"] }] } });
  const line = page.getByRole("treeitem", { name: "Sales" });
  await expect(line).toHaveAttribute("aria-expanded", "true");
  await canvas(page).focus();
  await page.keyboard.press("Space");
  await expect(page.locator(".react-flow__node")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.locator(".react-flow__node-lane")).toHaveCount(2);
  await line.focus();
  await page.keyboard.press("Delete");
  await expect.poll(async () => (await draftOf(page, module)).ui).toBeUndefined();
  await expect(line).toHaveCount(0);
});

test("⌘K finds a column of any module; what was pressed is a step of the browser's history", async ({
  page,
}) => {
  await signIn(page, "data-engineer");
  const module = await openModule(page, "columns");
  await page.goto("/runs");
  await page.keyboard.press("ControlOrMeta+KeyK");
  // With the Cyrillic letter of the same key.
  await page.getByRole("textbox", { name: "Search" }).fill("с: rare_columns");
  const found = page.getByRole("button", { name: `customers.rare_columns ${module}` });
  await expect(found).toBeVisible();
  await expectUsable(page, "[role=dialog]");
  await found.click();
  await expect(page).toHaveURL(
    new RegExp(`/modules/${module}/edit\\?view=columns&node=customers(/|%2F)rare_columns$`),
  );
  // The outline opens to it.
  const line = (name: string) => page.getByRole("treeitem", { name });
  await expect(line("rare_columns")).toHaveAttribute("aria-selected", "true");
  await line("orders").click();
  await expect(page).toHaveURL(/node=orders$/);
  await page.goBack();
  await expect(line("rare_columns")).toHaveAttribute("aria-selected", "true");
  await page.goForward();
  await expect(page).toHaveURL(/node=orders$/);
});

test("keys look at what is chosen and try the draft; the canvas follows the run", async ({ page }) => {
  await signIn(page, "data-engineer");
  await page.goto("/modules/shop/edit?node=customers//cleanse");
  await expect(canvas(page)).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page).toHaveURL(/dock=preview.*table=customers/);
  await expect(page.getByRole("grid").first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  const dialog = page.getByRole("dialog", { name: "Try the draft" });
  await expectUsable(page);
  await dialog.getByRole("button", { name: "Start the trial" }).click();
  await expect(page.getByText("The trial has started")).toBeVisible();
  // Some stages are over before one looks, and two may be under way at once.
  const stages = page.locator('.react-flow__node[data-id="customers"] [data-stage]');
  await expect(stages.getByRole("img", { name: "Running" }).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^Rows of the trial/)).toBeVisible({ timeout: 40_000 });
});
