import { expect, type Page, test } from "@playwright/test";
import { type Hand, keyboard, mouse } from "./hand.ts";
import { signIn } from "./people.ts";

/** What a whole module may take of who designs it, and of who approves it. */
const mostByEngineer = 34;
const mostByReviewer = 6;

interface Way {
  readonly name: string;
  readonly module: string;
  readonly hand: (page: Page) => Hand;
}
const ways: readonly Way[] = [
  { name: "by mouse", module: "designed-by-mouse", hand: mouse },
  { name: "by keyboard alone", module: "designed-by-keys", hand: keyboard },
];

/** From the inbox to a draft in the editor: tables of a source, described by what they hold. */
async function begin(page: Page, hand: Hand, module: string): Promise<void> {
  const { press, set, choose } = hand;
  await press(page.getByRole("link", { name: "Modules", exact: true }));
  await press(page.getByRole("link", { name: "New module" }).first());
  await choose(page.getByLabel("Source", { exact: true }), "Demo shop");
  await set(page.getByLabel("Name, name*, or /expression/"), "customers, order*");
  await press(page.getByRole("button", { name: /^Choose all shown/ }));
  await set(page.getByLabel("Name", { exact: true }), module);
  await press(page.getByRole("button", { name: "Propose a document" }));
  await expect(page.getByText(/rows looked at, at random/).first()).toBeVisible({ timeout: 60_000 });
  await press(page.getByRole("button", { name: "Create module" }));
  await expect(page).toHaveURL(new RegExp(`/modules/${module}/edit`), { timeout: 60_000 });
}

for (const { name, module, hand: handOf } of ways)
  test(`from nothing to a published version without text, ${name}`, async ({ page }) => {
    test.setTimeout(300_000);
    await signIn(page, "data-engineer");
    const engineer = handOf(page);
    await begin(page, engineer, module);
    await engineer.press(page.getByRole("button", { name: "Save revision" }));
    const saving = page.getByRole("dialog");
    await engineer.set(saving.getByLabel("Message"), "A first revision");
    await engineer.press(saving.getByRole("button", { name: "Save and ask for a review" }));
    await expect(saving).toHaveCount(0);

    await signIn(page, "database-administrator");
    const reviewer = handOf(page);
    await reviewer.press(page.getByRole("link", { name: new RegExp(`Review ${module}`) }));
    await expect(page.getByRole("button", { name: "Approve" })).toBeVisible();
    for (const box of await page.locator("main").getByRole("checkbox").all())
      if (!(await box.isChecked())) await reviewer.press(box);
    await reviewer.press(page.getByRole("button", { name: "Approve" }));
    await reviewer.press(page.getByRole("dialog").getByRole("button", { name: "Approve" }));
    await expect(page.locator("main h1").getByText("Approved")).toBeVisible();

    await signIn(page, "data-engineer");
    await engineer.press(page.getByRole("link", { name: "Modules", exact: true }));
    await engineer.press(page.getByRole("link", { name: module, exact: true }));
    await engineer.press(page.getByRole("button", { name: "Publish version" }));
    await engineer.press(page.getByRole("dialog").getByRole("button", { name: "Publish version" }));
    await expect(page).toHaveURL(/\/runs\//);
    await expect(page.locator("main h1").getByText("Succeeded")).toBeVisible({ timeout: 150_000 });

    process.stdout.write(
      `    ${name}: ${engineer.commits()} commits of the engineer, ${reviewer.commits()} of the reviewer\n`,
    );
    expect(engineer.commits()).toBeLessThanOrEqual(mostByEngineer);
    expect(reviewer.commits()).toBeLessThanOrEqual(mostByReviewer);
  });
