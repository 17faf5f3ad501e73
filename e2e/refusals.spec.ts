import { expect, type Page, test } from "@playwright/test";
import { draftOf, openText, replaceText, saveRevision } from "./editor.ts";
import { signIn } from "./people.ts";

const moduleName = "shop";

/** A revision of the demo module that reads its products by this script, and a trial of it. */
async function tryWithScript(page: Page, script: string, message: string): Promise<void> {
  await openText(page, moduleName);
  const document = await draftOf(page, moduleName);
  const extraction = document.tables.find((table) => table.name === "products")?.extraction;
  if (!extraction) throw new Error("The demo module has no extraction of products.");
  extraction.script = script;
  await replaceText(page, JSON.stringify(document, undefined, 2));
  await saveRevision(page, message);
  await page.goto(`/modules/${moduleName}`);
  await page.getByRole("button", { name: "Try" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start trial" }).click();
  await expect(page).toHaveURL(/\/runs\//);
}

test.describe
  .serial("what is refused, stopped and taken back", () => {
    test("a failing run opens at its cause, which leads into the document", async ({ page }) => {
      await signIn(page, "data-engineer");
      await tryWithScript(page, "select no_such_column from products", "A column that is not there");
      const cause = page.getByRole("alert").filter({ hasText: "products" });
      await expect(cause).toBeVisible({ timeout: 60_000 });
      await expect(cause).toBeInViewport();
      await expect(page.locator("main h1").getByText("Failed")).toBeVisible();
      await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
      await cause.getByRole("link", { name: "Show in the document" }).click();
      await expect(page).toHaveURL(/\/modules\/shop\/edit\?node=products/);
      await expect(page.getByRole("treeitem", { name: "products" })).toHaveAttribute("aria-selected", "true");
    });

    test("an unapproved revision is not published by the page, and the page says why", async ({ page }) => {
      await signIn(page, "data-engineer");
      await page.goto(`/modules/${moduleName}`);
      await expect(page.locator("main h1").getByText("Not approved")).toBeVisible();
      const publish = page.getByRole("button", { name: "Publish version" });
      await publish.hover();
      await expect(page.getByRole("tooltip")).toContainText("must approve the newest revision first");
      // Disabled for assistive technology, but focusable, so that the reason can be read.
      await publish.click({ force: true });
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(page).toHaveURL(/\/modules\//);
    });

    test("a running query at the source ends with its cancelled run, and an earlier revision comes back", async ({
      page,
    }) => {
      await signIn(page, "data-engineer");
      await tryWithScript(page, "select products.* from products, pg_sleep(300)", "A query without end");
      await expect(page.locator("main h1").getByText("Running")).toBeVisible({ timeout: 30_000 });
      await page.getByRole("button", { name: "Cancel run" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel run" }).click();
      await expect(page.locator("main h1").getByText("Cancelled")).toBeVisible();
      await page.goto(`/modules/${moduleName}?tab=history`);
      const revision = page.getByRole("row").filter({ hasText: "Phones are redacted" });
      await revision.getByRole("button", { name: "Restore" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
      await expect(page.getByText("The revision is the draft now")).toBeVisible();
      expect(JSON.stringify(await draftOf(page, moduleName))).not.toContain("pg_sleep");
    });

    test("a withdrawn version keeps its page and gives out no file", async ({ page }) => {
      const version = `/modules/${moduleName}/versions/1`;
      await signIn(page, "database-administrator");
      const before = await page.request.get(`${version}/files/customers.parquet`);
      expect(before.status()).toBe(200);
      await page.goto(version);
      await page.getByRole("button", { name: "Withdraw version" }).click();
      const dialog = page.getByRole("dialog");
      const confirm = dialog.getByRole("button", { name: "Withdraw version" });
      await expect(confirm).toBeDisabled();
      await dialog.getByLabel("Reason").fill("Published by mistake");
      await confirm.click();
      await expect(page.locator("main h1").getByText("Withdrawn")).toBeVisible();
      await signIn(page, "data-scientist");
      await page.goto(version);
      await expect(page.getByText("Its rows are no longer shown")).toBeVisible();
      await expect(page.locator("main").getByText("Published by mistake")).toHaveCount(1);
      await page.getByRole("tab", { name: "Files" }).click();
      await expect(
        page.getByRole("tabpanel").getByRole("cell", { name: "customers.parquet", exact: true }),
      ).toBeVisible();
      await expect(page.locator("main").getByText("Published by mistake")).toHaveCount(1);
      const after = await page.request.get(`${version}/files/customers.parquet`);
      expect(after.status()).toBe(410);
    });
  });
