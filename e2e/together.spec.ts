import { type Browser, expect, type Page, test } from "@playwright/test";
import { draftOf, openText, replaceText } from "./editor.ts";
import { signIn } from "./people.ts";

const moduleName = "together";

/** A module of one table whose draft may be anything. */
const documentOf = (title: string, description: string, extra: object = {}) => ({
  "@type": "DataModule",
  format: 2,
  name: moduleName,
  title,
  description,
  sources: [{ name: "shop", ref: "shop" }],
  tables: [
    {
      name: "orders",
      extraction: { language: "sql", source: "shop", script: "select * from orders" },
      columns: [{ name: "id", privacyClass: "insensitive" }],
    },
  ],
  ...extra,
});

const text = (document: object): string => JSON.stringify(document, undefined, 2);
const saved = (page: Page) => page.getByRole("status").filter({ hasText: "Saved" });

/** A second browser, with a sign-in of its own. */
async function anotherBrowser(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, "data-engineer");
  return page;
}

test.describe
  .serial("one draft in two browsers", () => {
    test.beforeEach(async ({ page }) => signIn(page, "data-engineer"));

    test("changes of different places come together, and each sees the other", async ({
      page,
      browser,
      baseURL,
    }) => {
      await page.goto("/modules/new?from=document");
      const created = await page.request.post("/api/modules", {
        data: { document: documentOf("One", "first") },
        headers: { Origin: new URL(page.url()).origin },
      });
      expect(created.ok()).toBe(true);
      const other = await anotherBrowser(browser, baseURL);
      await openText(page, moduleName);
      await openText(other, moduleName);
      await replaceText(page, text(documentOf("Mine", "first")));
      await replaceText(other, text(documentOf("One", "theirs")));
      await expect(saved(page)).toBeVisible();
      await expect(saved(other)).toBeVisible();
      await expect
        .poll(() => draftOf(page, moduleName))
        .toMatchObject({ title: "Mine", description: "theirs" });
      // Each takes the other's over without a reload, and shows who is there.
      for (const one of [page, other]) {
        await expect(one.locator(".monaco-editor .view-lines")).toContainText("theirs", { timeout: 20_000 });
        await expect(one.locator(".monaco-editor .view-lines")).toContainText("Mine");
        await expect(one.getByRole("list", { name: "Also editing" }).getByRole("listitem")).toHaveCount(1);
      }
      await other.context().close();
    });

    test("a place that both changed is decided by who comes second; nothing is lost before", async ({
      page,
      browser,
      baseURL,
    }) => {
      const other = await anotherBrowser(browser, baseURL);
      await openText(page, moduleName);
      await openText(other, moduleName);
      await page.context().setOffline(true);
      await replaceText(page, text(documentOf("Written offline", "theirs")));
      await expect(page.getByRole("status").filter({ hasText: "Offline" })).toBeVisible();
      await replaceText(other, text(documentOf("Written online", "theirs")));
      await expect(saved(other)).toBeVisible();
      await page.context().setOffline(false);
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText("Written offline", { timeout: 20_000 });
      await expect(dialog).toContainText("Written online");
      expect(await draftOf(page, moduleName)).toMatchObject({ title: "Written online" });
      await dialog.getByRole("radio", { name: "Mine" }).check();
      await dialog.getByRole("button", { name: "Merge" }).click();
      await expect(dialog).toHaveCount(0);
      await expect.poll(() => draftOf(page, moduleName)).toMatchObject({ title: "Written offline" });
      await other.context().close();
    });

    test("a tab that is closed without a network loses nothing", async ({ page }) => {
      await openText(page, moduleName);
      await page.context().setOffline(true);
      await replaceText(page, text(documentOf("Before the lid closed", "theirs")));
      await expect(page.getByRole("status").filter({ hasText: "Offline" })).toBeVisible();
      const { context } = { context: page.context() };
      await page.close();
      await context.setOffline(false);
      const again = await context.newPage();
      await openText(again, moduleName);
      await expect(again.locator(".monaco-editor .view-lines")).toContainText("Before the lid closed");
      await expect.poll(() => draftOf(again, moduleName)).toMatchObject({ title: "Before the lid closed" });
    });

    test("a text that is no JSON pauses the other views, and stays until it is mended or let go", async ({
      page,
    }) => {
      await openText(page, moduleName);
      const before = await draftOf(page, moduleName);
      await replaceText(page, '{ "title": "half a docu');
      await expect(page.getByText("This is not JSON from line 1 on")).toBeVisible();
      await page.getByRole("tab", { name: "Columns", exact: true }).click();
      await expect(page.getByText("Other views wait")).toBeVisible();
      await page.getByRole("tab", { name: "Text", exact: true }).click();
      await expect(page.locator(".monaco-editor .view-lines")).toContainText("half a docu");
      await page.getByRole("button", { name: "Discard this text" }).click();
      await expect(page.locator(".monaco-editor .view-lines")).toContainText("DataModule");
      expect(await draftOf(page, moduleName)).toEqual(before);
    });

    test("a document from a newer format is kept, and the problem says what to do", async ({ page }) => {
      await openText(page, moduleName);
      await replaceText(page, text({ ...documentOf("Newer", "theirs"), format: 99 }));
      await expect(
        page
          .getByRole("region", { name: "Results" })
          .getByText(/format/i)
          .first(),
      ).toBeVisible();
      await expect.poll(() => draftOf(page, moduleName)).toMatchObject({ format: 99 });
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Undo/ }).click();
      await expect.poll(() => draftOf(page, moduleName)).toMatchObject({ format: 2 });
    });

    test("ten megabytes pasted into the text are kept here, and said to be too much for the draft", async ({
      page,
    }) => {
      await openText(page, moduleName);
      const before = await draftOf(page, moduleName);
      await replaceText(page, text(documentOf("Large", "x".repeat(10_000_000))));
      await expect(page.getByRole("status").filter({ hasText: /Not saved/ })).toBeVisible({
        timeout: 60_000,
      });
      expect(await draftOf(page, moduleName)).toEqual(before);
      await page.getByRole("button", { name: /^Undo/ }).click();
      await expect(saved(page)).toBeVisible();
      expect(await draftOf(page, moduleName)).toEqual(before);
    });
  });
