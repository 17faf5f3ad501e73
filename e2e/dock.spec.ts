import { expect, type Locator, type Page, test } from "@playwright/test";
import { makeModule } from "./editor.ts";
import { signIn } from "./people.ts";

const dock = (page: Page) => page.getByRole("region", { name: "Results" });
const grid = (page: Page) => dock(page).getByRole("grid");
const stage = (page: Page, name: string) => dock(page).getByRole("radio", { name, exact: true });

/** Rows of data that are wholly in sight. */
const rowsInSight = (shown: Locator): Promise<number> =>
  shown.evaluate((frame) => {
    const { bottom } = frame.getBoundingClientRect();
    const head = frame.querySelector('[aria-rowindex="1"]')?.getBoundingClientRect().bottom ?? 0;
    const rows = [...frame.querySelectorAll('[role="row"]')].map((row) => row.getBoundingClientRect());
    return rows.filter((row) => row.top >= head - 1 && row.bottom <= bottom).length;
  });

const email = "/modules/shop/edit?view=columns&dock=preview&node=customers%2Femail";

test("data is in sight at once, with its sample and what is hidden of it", async ({ page }) => {
  await signIn(page, "data-engineer");
  await page.goto(email);
  await expect(grid(page)).toBeVisible({ timeout: 60_000 });
  expect(await rowsInSight(grid(page))).toBeGreaterThanOrEqual(5);
  await expect(dock(page).getByText(/^Sampled: /)).toBeInViewport();
  await expect(stage(page, "Cleanse")).toBeDisabled();
  await dock(page)
    .getByRole("button", { name: /Hidden values|Details|problem/ })
    .click();
  await expect(page.getByRole("dialog", { name: "About this preview" })).toContainText(
    "Keys of this preview are thrown away",
  );
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the preview follows what is chosen: a table, a column, a stage", async ({ page }) => {
  await signIn(page, "database-administrator");
  await page.goto("/modules/shop/edit?view=canvas&dock=preview&node=customers");
  await expect(grid(page)).toHaveAccessibleName("customers after Cleanse", { timeout: 60_000 });
  await page.getByRole("treeitem", { name: "orders", exact: true }).click();
  await expect(grid(page)).toHaveAccessibleName("orders after Cleanse", { timeout: 60_000 });
  await page.getByRole("application", { name: "Steps of the tables" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/node=orders%?2?F?\/?.*extract/);
  await expect(stage(page, "Extract")).toBeChecked();
  await expect(grid(page)).toHaveAccessibleName("orders after Extract", { timeout: 60_000 });
  // What the stepper says counts until something else is chosen.
  await stage(page, "Keys").check({ force: true });
  await expect(grid(page)).toHaveAccessibleName("orders after Keys", { timeout: 60_000 });
});

test("a changed cell says what it was, to the pointer and to the keyboard", async ({ page }) => {
  await signIn(page, "database-administrator");
  await page.goto(`${email}&stage=anonymize`);
  await expect(grid(page)).toBeVisible({ timeout: 60_000 });
  const head = grid(page).locator('[role="columnheader"][aria-current="true"]');
  await expect(head).toContainText("email");
  await expect(head).toBeInViewport();
  const place = Number(await head.getAttribute("aria-colindex"));
  await grid(page).focus();
  for (let column = 2; column < place; column += 1) await page.keyboard.press("ArrowRight");
  const tip = page.getByRole("tooltip");
  await expect(tip.locator("del")).toContainText("@");
  const active = await grid(page).getAttribute("aria-activedescendant");
  await expect(page.locator(`[id="${active}"]`)).toHaveAttribute("aria-colindex", String(place));
  await page.keyboard.press("Escape");
  await expect(tip).toHaveCount(0);
  await page.locator(`[id="${active}"]`).hover();
  await expect(tip.locator("del")).toContainText("@");
  // A header chooses its column everywhere.
  await grid(page).getByRole("columnheader", { name: /phone/ }).click();
  await expect(page).toHaveURL(/node=customers(%2F|\/)phone/);
});

test("rows that are gone stand in the same place, with their reasons", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "gone", {
    tables: [
      {
        name: "customers",
        columns: [
          {
            name: "customer_id",
            datatype: "integer",
            privacyClass: "insensitive",
            checks: [{ rule: "range", with: { minimum: 11, maximum: 1e9 }, onViolation: "reject" }],
          },
        ],
        extraction: {
          language: "sql",
          source: "shop",
          script: "select n as customer_id from generate_series(1, 200) n",
        },
      },
    ],
  });
  await signIn(page, "database-administrator");
  await page.goto(`/modules/${module}/edit?dock=preview`);
  await expect(dock(page).getByRole("radio", { name: "Kept 190" })).toBeChecked({ timeout: 60_000 });
  await expect(dock(page).getByText("1–100 of 190")).toBeVisible();
  await dock(page).getByRole("radio", { name: "Rejected 10" }).check({ force: true });
  const gone = dock(page).getByRole("grid", { name: /taken out/ });
  await expect(gone.getByRole("gridcell", { name: /rejected.*violates a check/ })).toHaveCount(10);
  await expect(gone.getByRole("gridcell", { name: "7", exact: true })).toBeVisible();
  await dock(page)
    .getByRole("radio", { name: /^Reasons/ })
    .check({ force: true });
  await expect(dock(page).getByRole("table", { name: "Reasons" })).toContainText("violates a check");
});

test("1,500 columns cost what is visible, and the chosen one is in view", async ({ page }) => {
  await signIn(page, "data-engineer");
  const names = Array.from({ length: 1500 }, (_, index) => `c_${String(index).padStart(4, "0")}`);
  const module = await makeModule(page, "broad", {
    tables: [
      {
        name: "broad",
        columns: names.map((name) => ({
          name,
          datatype: "integer",
          privacyClass: "insensitive",
        })),
        extraction: {
          language: "sql",
          source: "shop",
          script: `select ${names.map((name, at) => `${at} + n as ${name}`).join(", ")} from generate_series(1, 50) n`,
        },
      },
    ],
  });
  await page.goto(`/modules/${module}/edit?view=columns&dock=preview&node=broad%2Fc_1400`);
  const head = grid(page).locator('[role="columnheader"][aria-current="true"]');
  await expect(head).toContainText("c_1400", { timeout: 90_000 });
  await expect(head).toBeInViewport();
  expect(await grid(page).getByRole("columnheader").count()).toBeLessThan(40);
  await expect(grid(page)).toHaveAttribute("aria-colcount", "1501");
});

test("the dock's height is kept, and it can take the whole view", async ({ page }) => {
  await signIn(page, "data-engineer");
  await page.goto(email);
  await expect(grid(page)).toBeVisible({ timeout: 60_000 });
  const height = async () => (await dock(page).boundingBox())?.height ?? 0;
  const before = await height();
  await page.getByRole("separator", { name: "Height of the results" }).focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowUp");
  expect(await height()).toBeGreaterThan(before + 60);
  const kept = await height();
  await page.reload();
  await expect(grid(page)).toBeVisible({ timeout: 60_000 });
  expect(await height()).toBe(kept);
  await page.keyboard.press("Shift+Backslash");
  expect(await height()).toBeGreaterThan(kept + 200);
  await dock(page)
    .getByRole("button", { name: /^Back to the former height/ })
    .click();
  expect(await height()).toBe(kept);
  await page.keyboard.press("Backslash");
  await expect(dock(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: /^Results/ })).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Backslash");
  await expect(dock(page)).toBeVisible();
});
