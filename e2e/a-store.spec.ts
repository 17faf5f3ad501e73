import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./people.ts";

// First of all specs, by its name: it counts what the demo alone has published.
const folder = process.env.ETLX_E2E_DATA_DIR ?? "";

async function openStore(page: Page, name: string): Promise<void> {
  await page.goto(`/stores/${name}`);
  await expect(page.getByRole("heading", { name: "Space" })).toBeVisible();
}

/** Moves all versions from the store whose page is open, and waits for the end. */
async function move(page: Page, to: string): Promise<void> {
  const rows = page.getByRole("table", { name: "Move versions" }).getByRole("row");
  const before = await rows.count();
  await page.getByLabel("To the store").selectOption(to);
  await page.getByRole("button", { name: "Move versions" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Move versions" }).click();
  // The first row is the header, which comes with the first move.
  await expect(rows).toHaveCount(Math.max(before, 1) + 1);
  await expect(rows.nth(1).getByText("Done")).toBeVisible({ timeout: 60_000 });
}

test.describe
  .serial("a store's page", () => {
    test("shows what it holds, previews a retention before it is saved, and takes it back", async ({
      page,
    }) => {
      await signIn(page, "administrator");
      await openStore(page, "files");
      const versions = page.getByRole("table", { name: "Versions" });
      await expect(versions.getByRole("link", { name: "shop v1" })).toBeVisible();
      await expect(versions.getByText("Newest")).toBeVisible();
      await expect(page.getByRole("button", { name: "Preview what goes" })).toBeDisabled();
      await expect(page.getByRole("button", { name: "Save retention" })).toHaveCount(0);
      await page.getByLabel("Keep the last").fill("1");
      await page.getByRole("button", { name: "Preview what goes" }).click();
      await expect(page.getByText("Nothing would go now")).toBeVisible();
      await page.getByRole("button", { name: "Save retention" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Save retention" }).click();
      await expect(page.getByText("Retention was saved")).toBeVisible();
      await page.reload();
      await expect(page.getByLabel("Keep the last")).toHaveValue("1");
      await page.getByRole("button", { name: "Keep all versions" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Keep all versions" }).click();
      await expect(page.getByText("All versions are kept.")).toBeVisible();
    });

    test("looks for what was left behind", async ({ page }) => {
      await signIn(page, "administrator");
      await openStore(page, "postgres");
      await page.getByRole("button", { name: "Look now" }).click();
      await expect(page.getByText("The store was looked through")).toBeVisible();
      await expect(page.getByText("Nothing was left behind")).toBeVisible();
    });

    test("moves versions to another store and back, and the version's page follows", async ({ page }) => {
      const name = `attic-${Date.now().toString(36)}`;
      const attic = path.join(folder, "stores", name);
      mkdirSync(attic, { recursive: true });
      await signIn(page, "administrator");
      await page.goto("/stores");
      const made = await page.request.post("/api/stores", {
        data: { name, title: "Attic", kind: "folder", config: { folder: attic } },
        headers: { origin: new URL(page.url()).origin },
      });
      expect(made.status()).toBeLessThan(300);
      await openStore(page, "files");
      await move(page, name);
      await page.goto("/modules/shop/versions/1?tab=files");
      const copies = page.getByRole("table", { name: "Copies in stores" });
      await expect(copies.getByRole("link", { name })).toBeVisible();
      await expect(copies.getByRole("link", { name: "files" })).toHaveCount(0);
      await openStore(page, name);
      await move(page, "files");
      await page.goto("/modules/shop/versions/1?tab=files");
      await expect(copies.getByRole("link", { name: "files" })).toBeVisible();
    });

    test("shows an engineer what it holds and lets nobody but an administrator change it", async ({
      page,
    }) => {
      await signIn(page, "data-engineer");
      await openStore(page, "files");
      await expect(page.getByRole("link", { name: "shop v1" })).toBeVisible();
      for (const name of ["Preview what goes", "Move versions", "Look now", "Keep always"])
        await expect(page.getByRole("button", { name })).toHaveCount(0);
    });
  });
