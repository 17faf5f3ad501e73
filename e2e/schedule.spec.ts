import { expect, test } from "@playwright/test";
import { signIn } from "./people.ts";

/** The demo module, whose source and first version the product makes at its first start. */
const address = "/modules/shop/schedule";

test.use({ timezoneId: "Asia/Tokyo" });

test.describe
  .serial("what starts a module's runs", () => {
    test("a schedule is said in words, with its next runs in two zones, and pauses", async ({ page }) => {
      await signIn(page, "data-engineer");
      await page.goto(address);
      await page.getByRole("button", { name: "New schedule" }).click();
      const form = page.getByRole("dialog");
      await form.getByLabel("Name").fill("Nightly");
      await form.getByLabel("Time zone").fill("Europe/Berlin");
      await form.getByLabel("When").fill("0 0 30 2 *");
      await expect(form.getByRole("alert")).toContainText("never happens");
      await form.getByLabel("When").fill("30 2 * * *");
      await expect(form.getByText("At 02:30")).toBeVisible();
      const runs = form.getByRole("table", { name: "Next runs" });
      await expect(runs.getByRole("row")).toHaveCount(6);
      await expect(runs.getByRole("columnheader").nth(1)).toContainText("Asia/Tokyo");
      await expect(form.getByText(/02:30 does not exist on .*: it runs at 03:00\./)).toBeVisible();
      await form.getByRole("button", { name: "Add schedule" }).click();
      await expect(form).toHaveCount(0);
      const schedules = page.locator("section", { hasText: "Schedules" }).getByRole("listitem");
      await expect(schedules.getByRole("heading", { name: "Nightly" })).toBeVisible();
      await page.goto("/modules");
      await expect(
        page
          .getByRole("table")
          .getByRole("link", { name: /02:30|:30/ })
          .first(),
      ).toBeVisible();
      await page.goto(address);
      await page.getByRole("button", { name: "Pause" }).click();
      await expect(page.getByText("Paused", { exact: true })).toBeVisible();
      await page.goto("/modules");
      await expect(page.getByRole("link", { name: "paused" })).toBeVisible();
    });

    test("a web hook's token is shown once, and a call with it starts a run that names it", async ({
      page,
    }) => {
      await signIn(page, "data-engineer");
      await page.goto(address);
      await page.getByRole("button", { name: "New web hook" }).click();
      const form = page.getByRole("dialog");
      // Tried again in the same workspace, it is another one.
      const name = `Loader ${Date.now()}`;
      await form.getByLabel("Name").fill(name);
      await form.getByLabel("What runs").selectOption("trial");
      await form.getByLabel("Rows a table").fill("100");
      await form.getByRole("button", { name: "Add web hook" }).click();
      await expect(page.getByRole("dialog")).toContainText("etlxhook_");
      const token =
        /etlxhook_[\w-]{43}/.exec((await page.getByRole("dialog").textContent()) ?? "")?.[0] ?? "";
      await page.getByRole("button", { name: "I have copied them" }).click();
      const heading = page.getByRole("heading", { name });
      const block = page.getByRole("listitem").filter({ has: heading });
      await expect(block).toBeVisible();
      const hook = /http\S+\/api\/hooks\/[\w-]{36}/.exec((await block.textContent()) ?? "")?.[0] ?? "";
      const call = (given: string, body = "{}") =>
        page.request.post(new URL(hook).pathname, {
          headers: {
            Authorization: `Bearer ${given}`,
            "Idempotency-Key": "one",
            "Content-Type": "application/json",
          },
          data: body,
        });
      expect((await call("etlxhook_wrong")).status()).toBe(401);
      expect((await call(token, JSON.stringify({ parameters: { a: "x".repeat(1_000_000) } }))).status()).toBe(
        413,
      );
      const first = await call(token);
      expect(first.status()).toBe(202);
      const { run } = (await first.json()) as { run: string };
      const again = await call(token);
      expect([again.status(), ((await again.json()) as { run: string }).run]).toEqual([200, run]);
      await page.reload();
      await expect(page.getByRole("table", { name: "History" })).toContainText(`web hook ${name}`);
      await page.goto(`/runs/${run}`);
      await expect(page.locator("main header")).toContainText(`web hook ${name}`);
    });

    test("an address of alerts is seen by its host alone, stays while other things change, and its secret is renewed", async ({
      page,
    }) => {
      await signIn(page, "data-engineer");
      await page.goto(address);
      const block = page
        .getByRole("listitem")
        .filter({ has: page.getByRole("heading", { name: "Nightly" }) });
      const dialog = page.getByRole("dialog");
      const alerts = async () => {
        await block.getByRole("button", { name: "Edit" }).click();
        await dialog.getByText("Alerts", { exact: true }).click();
      };
      await alerts();
      await dialog.getByLabel("Sent to an address too").fill("https://alerts.example.org/T0/sesame");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog).toContainText("Secret that signs alerts");
      const first = await dialog.locator("pre").textContent();
      await page.getByRole("button", { name: "I have copied them" }).click();
      await expect(block).toContainText("alerts.example.org");
      await alerts();
      await expect(dialog).toContainText("Alerts are sent to alerts.example.org too.");
      await dialog.getByLabel("Name").fill("Nightly run");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByRole("heading", { name: "Nightly run" })).toBeVisible();
      await expect(block).toContainText("alerts.example.org");
      expect(await page.content()).not.toContain("sesame");
      await block.getByRole("button", { name: "New signing secret" }).click();
      await dialog.getByRole("button", { name: "New signing secret" }).click();
      await expect(dialog).toContainText("Secret that signs alerts");
      const second = await dialog.locator("pre").textContent();
      expect(second).not.toBe(first);
      await page.getByRole("button", { name: "I have copied them" }).click();
      await alerts();
      await dialog.getByRole("button", { name: "Send nothing there" }).click();
      await dialog.getByLabel("Name").fill("Nightly");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog).toHaveCount(0);
      await expect(block).not.toContainText("alerts.example.org");
      await expect(block.getByRole("button", { name: "New signing secret" })).toHaveCount(0);
    });

    test("who may not plan sees it all the same", async ({ page }) => {
      await signIn(page, "database-administrator");
      await page.goto(address);
      await expect(page.getByRole("heading", { name: "Nightly" })).toBeVisible();
      await expect(page.getByRole("button", { name: "New schedule" })).toHaveCount(0);
      await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0);
    });
  });
