import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { draftOf, replaceText, saveRevision } from "./editor.ts";
import { signIn } from "./people.ts";

/** The demo module, whose source and first version the product makes at its first start. */
const moduleName = "shop";

test.describe
  .serial("from a changed rule to a downloaded version", () => {
    let runAddress = "";

    test("an engineer changes a rule, saves a revision and asks for a review", async ({ page }) => {
      await signIn(page, "data-engineer");
      await page.getByRole("link", { name: "Modules" }).click();
      await expect(page).toHaveURL("/modules");
      await page.getByRole("link", { name: moduleName, exact: true }).click();
      await expect(page.locator("main h1").getByText("Approved")).toBeVisible();
      await page.getByRole("link", { name: "Edit", exact: true }).click();
      await page.getByRole("tab", { name: "Text", exact: true }).click();
      await expect(page.locator(".monaco-editor .view-lines")).toBeVisible();
      const document = await draftOf(page, moduleName);
      const phone = document.tables
        .find((table) => table.name === "customers")
        ?.columns.find((column) => column.name === "phone");
      if (!phone) throw new Error("The demo module has no customers.phone.");
      phone.anonymize = { rule: "redact" };
      await replaceText(page, JSON.stringify(document, undefined, 2));
      await saveRevision(page, "Phones are redacted");
      await page.goto(`/modules/${moduleName}`);
      await expect(page.locator("main h1").getByText("Not approved")).toBeVisible();
      await expect(page.getByRole("button", { name: "Publish version" })).toHaveAttribute(
        "aria-disabled",
        "true",
      );
      await page.getByRole("tab", { name: "Review", exact: true }).click();
      await page.getByRole("button", { name: "Ask for a review" }).click();
      await expect(page.locator("main h1").getByText("In review")).toBeVisible();
      await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
    });

    test("a database administrator sees exactly that change and approves it", async ({ page }) => {
      await signIn(page, "database-administrator");
      await page.getByRole("link", { name: new RegExp(`Review ${moduleName}`) }).click();
      const columns = page.getByRole("table", { name: "How each column leaves" });
      await expect(columns.getByRole("row")).toHaveCount(2);
      await expect(columns.getByRole("row").nth(1)).toContainText("phone");
      await expect(columns.getByRole("row").nth(1)).toContainText("redact");
      const decision = page.getByRole("checkbox");
      for (const box of await decision.all()) if (!(await box.isChecked())) await box.check();
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
      await expect(page.locator("main h1").getByText("Approved")).toBeVisible();
    });

    test("the engineer publishes it and watches the run", async ({ page }) => {
      await signIn(page, "data-engineer");
      await page.goto(`/modules/${moduleName}`);
      await page.getByRole("button", { name: "Publish version" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Publish version" }).click();
      await expect(page).toHaveURL(/\/runs\//);
      runAddress = page.url();
      await expect(page.locator("main h1").getByText("Succeeded")).toBeVisible({ timeout: 100_000 });
      await expect(page.getByRole("log")).toContainText("Published version");
      await page.getByRole("link", { name: /Open version/ }).click();
      await expect(page.locator("main h1")).toContainText("Immutable");
    });

    test("a scientist sees the version, reads rows and downloads a file with the hash shown", async ({
      page,
    }) => {
      await signIn(page, "data-scientist");
      await expect(page.getByRole("link", { name: "Runs" })).toHaveCount(0);
      await page.goto(runAddress);
      await expect(page.locator("main").getByText("Your role may not see this")).toBeVisible();
      await page.getByRole("link", { name: "Versions" }).first().click();
      await page
        .getByRole("link", { name: new RegExp(`^${moduleName} v`) })
        .first()
        .click();
      await expect(page.getByRole("grid").getByRole("gridcell").first()).toBeVisible();
      await page.getByRole("tab", { name: "Files" }).click();
      const row = page.getByRole("row").filter({ hasText: "customers.parquet" });
      const shown = await row.locator("code[title]").getAttribute("title");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        row.getByRole("link", { name: "Download" }).click(),
      ]);
      const bytes = await readFile(await download.path());
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(shown);
    });

    test("a program reads the same file with the address and the token that the page gives", async ({
      page,
    }) => {
      await signIn(page, "data-scientist");
      await page.goto(runAddress.replace(/\/runs\/.*/, `/modules/${moduleName}/versions/latest?tab=use`));
      await page.getByRole("button", { name: "Make a download token" }).click();
      const token = await page
        .locator("pre")
        .filter({ hasText: /^etlx_/ })
        .textContent();
      const script = await page.locator("pre").filter({ hasText: "storage_options" }).textContent();
      const address = /"(http[^"]+)"/.exec(script ?? "")?.[1] ?? "";
      const answer = await fetch(address, { headers: { Authorization: `Bearer ${token?.trim()}` } });
      const digest = createHash("sha256").update(Buffer.from(await answer.arrayBuffer()));
      expect(answer.headers.get("etag")).toBe(`"${digest.digest("hex")}"`);
      expect((await fetch(address)).status).toBe(401);
    });
  });

test("an engineer makes a module of a source that nobody described", async ({ page }) => {
  await signIn(page, "data-engineer");
  await page.getByRole("link", { name: "Modules", exact: true }).click();
  await page.getByRole("link", { name: "New module" }).first().click();
  await page.getByLabel("Source", { exact: true }).selectOption(moduleName);
  await page.getByLabel("Name, name*, or /expression/").fill("customers, order*");
  await page.getByRole("button", { name: /^Choose all shown/ }).click();
  await page.getByLabel("Name", { exact: true }).fill("undescribed");
  await page.getByRole("button", { name: "Propose a document" }).click();
  const customers = page.getByRole("table", { name: "customers", exact: true });
  await expect(customers.getByRole("row").filter({ hasText: "email" })).toContainText("fake", {
    timeout: 60_000,
  });
  await expect(page.getByText(/rows looked at, at random/).first()).toBeVisible();
  await customers.getByRole("checkbox", { name: "Publish birth_date" }).uncheck();
  await expect(customers.getByRole("row").filter({ hasText: "birth_date" })).toContainText("Left out");
  await page.getByRole("button", { name: "Create module" }).click();
  await expect(page).toHaveURL("/modules/undescribed/edit", { timeout: 60_000 });
  await expect(page.locator("main").getByText("No problems")).toBeVisible();
  const document = await draftOf(page, "undescribed");
  const birth = document.tables
    .find((table) => table.name === "customers")
    ?.columns.find((column) => column.name === "birth_date");
  expect(birth?.anonymize).toEqual({ rule: "drop" });
});
