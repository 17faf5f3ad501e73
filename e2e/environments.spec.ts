import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { signIn } from "./people.ts";

const folder = process.env.ETLX_E2E_DATA_DIR ?? "";
const name = `rehearsal-${Date.now().toString(36)}`;

test.describe
  .serial("one document in an environment", () => {
    test("an administrator adds one and says what the names of documents mean there", async ({ page }) => {
      const attic = path.join(folder, "stores", name);
      mkdirSync(attic, { recursive: true });
      await signIn(page, "administrator");
      const made = await page.request.post("/api/stores", {
        data: { name, title: "", kind: "folder", config: { folder: attic } },
        headers: { origin: new URL(page.url()).origin },
      });
      expect(made.status()).toBeLessThan(300);
      await page.getByRole("link", { name: "Environments", exact: true }).click();
      await page.getByRole("button", { name: "New environment" }).first().click();
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByRole("button", { name: "Add environment" }).click();
      await expect(page).toHaveURL(`/environments/${name}`);
      const missing = page.getByRole("note").filter({ hasText: "cannot run here yet" });
      await expect(missing.getByRole("link", { name: "shop", exact: true })).toBeVisible();
      await page.getByLabel(`What shop means in ${name}`).selectOption("shop");
      await expect(page.getByRole("table", { name: "Sources" }).getByText("Itself")).toBeVisible();
      const stores = page.getByRole("table", { name: "Stores" });
      for (const store of ["files", "postgres"]) {
        const select = page.getByLabel(`What ${store} means in ${name}`);
        await select.selectOption(name);
        await expect(stores.getByRole("row").filter({ has: select }).getByText("Not bound")).toHaveCount(0);
      }
      await page.reload();
      await expect(missing.getByRole("link", { name: "shop", exact: true })).toHaveCount(0);
    });

    test("an engineer runs the module there, where nothing is approved yet", async ({ page }) => {
      await signIn(page, "data-engineer");
      await page.goto("/modules/shop");
      await page.getByLabel("Environment", { exact: true }).selectOption(name);
      await expect(page.locator("main h1").getByText(name)).toBeVisible();
      await expect(page.locator("main h1").getByText("Not approved")).toBeVisible();
      await expect(page.getByRole("button", { name: "Publish version" })).toHaveAttribute(
        "aria-disabled",
        "true",
      );
      await page.getByRole("button", { name: "Try", exact: true }).click();
      await expect(page.getByRole("dialog").getByText(`In the environment ${name}.`)).toBeVisible();
      await page.getByRole("dialog").getByRole("button", { name: "Start trial" }).click();
      await expect(page).toHaveURL(/\/runs\//);
      await expect(page.locator("main h1").getByText(name)).toBeVisible();
      await expect(page.locator("main h1").getByText("Succeeded")).toBeVisible({ timeout: 100_000 });
    });

    test("a reviewer approves it there alone, and the engineer publishes a version of that environment", async ({
      browser,
    }) => {
      const [engineer, reviewer] = await Promise.all([browser.newPage(), browser.newPage()]);
      await signIn(engineer, "data-engineer");
      await engineer.goto("/modules/shop");
      await engineer.getByLabel("Environment", { exact: true }).selectOption(name);
      // At once: the environment is still being asked for.
      await engineer.getByRole("tab", { name: "Review", exact: true }).click();
      await expect(engineer.locator("main h1").getByText(name)).toBeVisible();
      await engineer.getByRole("button", { name: "Ask for a review" }).click();
      await expect(engineer.locator("main h1").getByText("In review")).toBeVisible();

      await signIn(reviewer, "database-administrator");
      await reviewer
        .getByRole("link", { name: /Review shop/ })
        .filter({ hasText: name })
        .click();
      await expect(reviewer.locator("main h1").getByText(name)).toBeVisible();
      for (const box of await reviewer.getByRole("checkbox").all())
        if (!(await box.isChecked())) await box.check();
      await reviewer.getByRole("button", { name: "Approve" }).click();
      await reviewer.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
      await expect(reviewer.locator("main h1").getByText("Approved")).toBeVisible();
      await reviewer.close();

      await engineer.reload();
      await engineer.getByRole("button", { name: "Publish version" }).click();
      await engineer.getByRole("dialog").getByRole("button", { name: "Publish version" }).click();
      await expect(engineer).toHaveURL(/\/runs\//);
      await expect(engineer.locator("main h1").getByText("Succeeded")).toBeVisible({ timeout: 100_000 });
      await engineer.getByRole("link", { name: /Open version/ }).click();
      await expect(engineer.locator("main h1").getByText(name)).toBeVisible();
      await engineer.goto("/modules/shop?tab=versions");
      await expect(engineer.locator("main table").getByText(name)).toBeVisible();
      await engineer.close();
    });

    test("an administrator archives it, and nothing can be started there", async ({ page }) => {
      await signIn(page, "administrator");
      await page.goto(`/environments/${name}`);
      await page.getByRole("button", { name: "Archive" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
      await expect(page.locator("main h1").getByText("Archived")).toBeVisible();
      await page.goto("/modules/shop");
      await expect(page.getByLabel("Environment", { exact: true })).toHaveCount(0);
    });
  });
