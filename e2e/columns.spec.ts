import { expect, type Page, test } from "@playwright/test";
import { draftOf, makeModule, shopTable } from "./editor.ts";
import { signIn } from "./people.ts";

const insensitive = { privacyClass: "insensitive" };
const grid = (page: Page) => page.getByRole("grid", { name: "Columns of the module" });
const rowOf = (page: Page, column: string) =>
  grid(page)
    .getByRole("row")
    .filter({ has: page.getByText(column, { exact: true }) });

/** A column of the first table, as the server has it. */
const columnOf = async (page: Page, module: string, name: string) =>
  (await draftOf(page, module)).tables[0]?.columns.find((one) => one.name === name);

async function openGrid(page: Page, module: string): Promise<void> {
  await page.goto(`/modules/${module}/edit?view=columns`);
  await expect(grid(page).getByRole("row").nth(1)).toBeVisible();
  await grid(page).focus();
}

test("suggestions say why, and are taken over one by one and all at once", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "suggested", {
    tables: [shopTable("customers", { email: {}, phone: {}, full_name: {}, birth_date: {} })],
  });
  await openGrid(page, module);
  await page.getByRole("button", { name: "Suggestions" }).click();
  await page.getByRole("button", { name: "Look at 1 table" }).click();
  await expect(page.getByText("4 suggestions")).toBeVisible({ timeout: 30_000 });
  // Nothing is taken over before somebody says so.
  expect(await columnOf(page, module, "email")).toEqual({ name: "email" });
  await expect(rowOf(page, "email").locator("[data-column=reason]")).toContainText("%");
  await rowOf(page, "email").locator("[data-deed=accept]").click();
  await expect
    .poll(() => columnOf(page, module, "email"))
    .toMatchObject({ privacyClass: "direct-identifier", anonymize: { rule: expect.any(String) } });
  expect(await columnOf(page, module, "phone")).toEqual({ name: "phone" });
  await page.getByRole("button", { name: "Accept all (3)" }).click();
  await expect
    .poll(async () => (await draftOf(page, module)).tables[0]?.columns.every((one) => "privacyClass" in one))
    .toBe(true);
  await expect(page.getByText("Every column that was looked at has a class.")).toBeVisible();
});

test("what fits some of the chosen columns is done for these, and the others are told", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "bulk", {
    tables: [
      shopTable("orders", {
        order_id: { datatype: "integer", ...insensitive },
        status: { datatype: "string", ...insensitive },
        delivery_city: { datatype: "string", ...insensitive },
      }),
    ],
  });
  await openGrid(page, module);
  await page.keyboard.press("ControlOrMeta+A");
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.getByRole("button", { name: "Empty values…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Find a rule" }).fill("mean");
  await expect(dialog.getByText("1 of 3 chosen columns can take it.")).toBeVisible();
  await dialog.getByRole("button", { name: "Apply" }).click();
  const rest = page.getByRole("status").filter({ hasText: "Done for 1 column, not for 2" });
  await expect(rest).toContainText("orders.status: mean does not work on string");
  await expect
    .poll(async () => (await draftOf(page, module)).tables[0]?.columns.map((one) => "nulls" in one))
    .toEqual([true, false, false]);
  // One step, undone at once.
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect
    .poll(async () => (await draftOf(page, module)).tables[0]?.columns.some((one) => "nulls" in one))
    .toBe(false);
});

test("columns are imported after their difference was seen", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "imported", {
    tables: [shopTable("orders", { order_id: insensitive, status: insensitive })],
  });
  await openGrid(page, module);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Import columns" }).click();
  const dialog = page.getByRole("dialog", { name: "Import columns" });
  await dialog.getByLabel("Or paste its text").fill("table,column,nothing");
  await expect(dialog.getByRole("alert").or(dialog.getByRole("status")).first()).toBeVisible();
  const sheet = [
    "table,column,from,datatype,class,rule,parameters,description",
    "orders,order_id,order_id,,direct-identifier,,,Number of the order",
    "orders,status,status,,insensitive,,,",
    'orders,total,total,"decimal(12,2)",sensitive,,,',
    "nowhere,total,total,string,sensitive,,,",
  ].join("\n");
  await dialog.getByLabel("Or paste its text").fill(sheet);
  await expect(dialog.getByText("1 changed, 1 new, 1 refused, 1 as they are")).toBeVisible();
  const difference = dialog.getByRole("table", { name: "What would change" });
  await expect(difference.getByRole("row").filter({ hasText: "direct-identifier" })).toContainText(
    "insensitive",
  );
  expect((await draftOf(page, module)).tables[0]?.columns.length).toBe(2);
  await dialog.getByRole("button", { name: "Import 2 columns" }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await draftOf(page, module)).tables[0]?.columns)
    .toEqual([
      { name: "order_id", privacyClass: "direct-identifier", description: "Number of the order" },
      { name: "status", privacyClass: "insensitive" },
      expect.objectContaining({ name: "total", datatype: "decimal(12,2)", privacyClass: "sensitive" }),
    ]);
});

test("the grid is worked with by keys: copied, filled down, found and gone to", async ({ page }) => {
  await signIn(page, "data-engineer");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const described = { datatype: "string", ...insensitive };
  const module = await makeModule(page, "keys", {
    tables: [
      shopTable("orders", {
        status: { ...described, normalize: [{ rule: "trim" }], description: "A state" },
        delivery_city: described,
        comment: described,
      }),
    ],
  });
  await openGrid(page, module);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "4");
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ControlOrMeta+C");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ControlOrMeta+V");
  await expect
    .poll(() => columnOf(page, module, "delivery_city"))
    .toMatchObject({ normalize: [{ rule: "trim" }] });
  // The description is filled from the row above.
  await page.keyboard.press("End");
  await page.keyboard.press("ControlOrMeta+D");
  await expect.poll(() => columnOf(page, module, "delivery_city")).toMatchObject({ description: "A state" });
  await page.keyboard.press("ControlOrMeta+G");
  await page.getByRole("dialog", { name: "Go to column" }).getByRole("combobox").fill("comm");
  await page.keyboard.press("Enter");
  await expect(grid(page)).toBeFocused();
  await expect(page).toHaveURL(/node=orders%2Fcomment|node=orders\/comment/);
  // Of the grid the first time; the second time it is the browser's.
  await page.evaluate(() => {
    const tell = (event: KeyboardEvent) => {
      if (event.code === "KeyF") document.body.dataset.taken = String(event.defaultPrevented);
    };
    window.addEventListener("keydown", (event) => setTimeout(tell, 0, event), { capture: true });
  });
  const field = page.getByRole("textbox", { name: "Find columns" });
  for (const isTaken of [true, false]) {
    await page.keyboard.press("ControlOrMeta+F");
    await expect(page.locator("body")).toHaveAttribute("data-taken", String(isTaken));
    await expect(field).toBeFocused();
  }
  await field.fill("city");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
});
