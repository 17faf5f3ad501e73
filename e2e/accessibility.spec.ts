import { expect, type Page, test } from "@playwright/test";
import { expectNoBarriers } from "./barriers.ts";
import { type RoleName, signIn } from "./people.ts";

/** Help, which everybody may read: its contents, an article, and a page of each form that registries take. */
const help = [
  "/help",
  "/help/glossary",
  "/help/stages",
  "/help/reading-versions",
  "/help/environments",
  "/help/shortcuts",
  "/help/anonymization",
  "/help/anonymization/pseudonymize",
  "/help/null-strategies/median",
  "/help/privacy-models/equal-t-closeness",
  "/help/personal-data/phone",
  "/help/policies/hipaa-safe-harbor",
  "/help/errors",
  "/help/anonymization/no-such-rule",
];

/** Every page, by who sees most of it. */
const pages: Readonly<Record<RoleName, readonly string[]>> = {
  administrator: [
    "/",
    "/users",
    "/sources",
    "/sources/new",
    "/sources/shop",
    "/sources/shop/edit",
    "/stores",
    "/stores/new",
    "/stores/files",
    "/environments",
    "/keys",
    "/audit",
    "/space",
    "/python",
  ],
  "data-engineer": [
    "/",
    "/modules",
    "/modules/new",
    "/modules/shop",
    "/modules/shop/schedule",
    "/schedules",
    "/modules/shop/edit",
    "/modules/shop/edit?view=columns&node=customers%2Femail",
    "/modules/shop/edit?view=text",
    "/modules/shop/edit?dock=preview&node=customers",
    "/modules/shop?tab=preview&table=customers",
    "/modules/shop?tab=history",
    "/modules/shop?tab=runs",
    "/modules/shop?tab=versions",
    "/runs",
    "/no-such-page",
  ],
  "database-administrator": [
    "/",
    "/modules/shop?tab=review",
    "/modules/shop?tab=preview&table=customers",
    ...help,
  ],
  "data-scientist": [
    "/",
    "/versions",
    ...["data", "columns", "quality", "privacy", "files", "use", "provenance"].map(
      (tab) => `/modules/shop/versions/1?tab=${tab}`,
    ),
    "/runs",
  ],
};

const languages = { en: "Inbox", ru: "Входящие" } as const;

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await expect(page.locator("[data-skeleton]")).toHaveCount(0);
}

for (const [role, paths] of Object.entries(pages) as [RoleName, readonly string[]][])
  test(`${role}'s pages have no accessibility violation, in light and dark`, async ({ page }) => {
    test.setTimeout(20_000 * Math.max(12, paths.length));
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await signIn(page, role);
    for (const path of paths) {
      await page.goto(path);
      await settle(page);
      await expectNoBarriers(page, path);
    }
  });

test("sign-in has no accessibility violation, and refuses without saying which was wrong", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await expectNoBarriers(page, "sign-in", { schemes: ["light"] });
  await page.locator("input[name=email]").fill("nobody@example.com");
  await page.locator("input[name=password]").fill("not-the-password");
  await page.locator("form button[type=submit]").click();
  await expect(page.getByRole("alert").filter({ hasText: "e-mail or the password" })).toBeVisible();
});

test("a run's page has no accessibility violation and leads to its log", async ({ page }) => {
  await signIn(page, "data-engineer");
  await page.goto("/runs");
  await page.getByRole("table", { name: "Runs" }).getByRole("link").first().click();
  await expect(page.getByRole("log")).toBeVisible();
  await settle(page);
  await expectNoBarriers(page, "a run", { schemes: ["light"] });
});

test("no view of the dock has an accessibility violation, light and dark", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, "database-administrator");
  await page.goto("/modules/shop/edit?view=columns&dock=preview&node=customers%2Femail&stage=anonymize");
  const dock = page.getByRole("region", { name: "Results" });
  for (const part of ["Kept", "Taken out|Rejected|Duplicates|Suppressed", "Reasons"]) {
    await dock.getByRole("radio", { name: new RegExp(`^(${part})`) }).check({ force: true, timeout: 60_000 });
    await expect(dock.locator("[data-skeleton], [aria-busy=true]")).toHaveCount(0);
    await expectNoBarriers(page, part);
  }
});

test("both languages are whole, and switch in place", async ({ page }) => {
  await signIn(page, "data-engineer");
  await expect(page.getByRole("link", { name: languages.en, exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Переключить на русский" }).click();
  await expect(page.getByRole("link", { name: languages.ru, exact: true })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "ru");
  const missing: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("MISSING_MESSAGE")) missing.push(message.text());
  });
  // The words of errors speak of NaN themselves.
  const ofHelp = help.filter((path) => path !== "/help/errors");
  for (const path of [...pages["data-engineer"], ...pages["data-scientist"], ...ofHelp]) {
    await page.goto(path);
    await settle(page);
    expect
      .soft(await page.locator("main").textContent(), path)
      .not.toMatch(/\b(MISSING_MESSAGE|undefined|NaN)\b/);
  }
  expect(missing).toEqual([]);
});

test("the console stays clean under the content security policy, and narrow screens do not scroll sideways", async ({
  page,
}) => {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  await signIn(page, "data-engineer");
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [
    "/",
    "/modules",
    "/modules/shop",
    "/runs",
    "/schedules",
    "/modules/shop/versions/1?tab=columns",
    "/help",
    "/help/anonymization",
    "/help/anonymization/fake",
  ]) {
    await page.goto(path);
    await settle(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(wide, path).toBeLessThanOrEqual(0);
  }
  expect(said).toEqual([]);
});

test("⌘K leads to a module by keyboard, in any layout", async ({ page }) => {
  await signIn(page, "data-engineer");
  await page.keyboard.press("Control+KeyK");
  await page.getByRole("textbox", { name: "Search" }).fill("shop");
  await expect(page.getByRole("dialog").getByText("shop").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/modules\/shop/);
  await page.locator("main h1").click();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/runs$/);
});

test("Help is found by ⌘K, leads on from rule to rule, and back from an address where nothing is", async ({
  page,
}) => {
  await signIn(page, "data-scientist");
  await page.getByRole("link", { name: "Help", exact: true }).click();
  await expect(page).toHaveURL("/help");
  await page.getByRole("textbox", { name: "Filter" }).fill("keyed hash");
  await expect(page.getByRole("link", { name: "Pseudonymize" }).first()).toBeVisible();
  await page.keyboard.press("Control+KeyK");
  await page.getByRole("textbox", { name: "Search" }).fill("date-shift");
  await expect(page.getByRole("dialog").getByText("Shift dates")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/help/anonymization/date-shift");
  await expect(page.getByRole("table", { name: "Examples" }).getByRole("row")).not.toHaveCount(0);
  // A key strategy asked for as a rule, as reports name it.
  await page.goto("/help/anonymization/surrogate");
  await expect(page).toHaveURL("/help/key-strategies/surrogate");
  await page.goto("/help/anonymization/no-such-rule");
  await expect(page.getByRole("heading", { name: "Help has nothing at this address" })).toBeVisible();
  await page.getByRole("link", { name: "Contents of Help" }).click();
  await expect(page).toHaveURL("/help");
});
