import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { z } from "zod";
import { expectNoBarriers } from "./barriers.ts";
import { draftOf, makeModule, replaceText, shopTable } from "./editor.ts";
import { signIn } from "./people.ts";

const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });

/** Opens a part of the inspector. */
async function openSection(page: Page, title: string): Promise<void> {
  const section = inspector(page)
    .locator("details")
    .filter({ has: page.getByRole("heading", { name: title, level: 3, exact: true }) });
  await expect(section).toBeVisible();
  if (!(await section.evaluate((element) => element.hasAttribute("open"))))
    await section.locator("summary").click();
}

test("a script runs on a sample, its error stands at its line, and it is laid out", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "scripted", {
    tables: [
      {
        ...shopTable("orders", { order_id: { datatype: "integer", privacyClass: "insensitive" } }),
        transformation: { language: "sql", script: 'select * from "orders"' },
      },
    ],
  });
  await page.goto(`/modules/${module}/edit?view=canvas&node=orders//transform`);
  await inspector(page)
    .locator("[data-section=transformation]")
    .getByRole("button", { name: "Open the editor" })
    .click();
  const dialog = page.getByRole("dialog", { name: /Transformation/ });
  await expect(dialog.locator(".view-lines")).toBeVisible();
  await replaceText(page, "select order_id,\n  no_such_column\nfrom orders");
  // Monaco pastes a moment later.
  await expect(dialog.locator(".view-lines")).toContainText("no_such_column");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog.getByRole("alert")).toContainText("at line 2", { timeout: 30_000 });
  const mark = dialog.locator(".squiggly-error");
  await expect(mark).toBeVisible();
  const lineOf = (element: Element) => Math.round(element.getBoundingClientRect().top);
  const wrong = dialog.locator(".view-line").filter({ hasText: "no_such_column" });
  expect(Math.abs((await mark.evaluate(lineOf)) - (await wrong.evaluate(lineOf)))).toBeLessThan(20);

  await replaceText(page, "select order_id from orders where order_id is not null");
  await expect(dialog.locator(".view-lines")).toContainText("is not null");
  await dialog.getByRole("button", { name: "Run on a sample" }).click();
  await expect(dialog.getByRole("region", { name: "Out" })).toContainText("order_id", { timeout: 30_000 });
  await expect(mark).toHaveCount(0);
  await dialog.getByRole("button", { name: "Format" }).click();
  await expect
    .poll(async () => {
      const { transformation } = z
        .looseObject({ transformation: z.object({ script: z.string() }) })
        .parse((await draftOf(page, module)).tables[0]);
      return transformation.script;
    })
    .toBe("select order_id\nfrom orders\nwhere order_id is not null\n");
  // Ctrl+M lets Tab out of the text.
  await dialog.locator(".view-lines").click();
  await page.keyboard.press("Control+KeyM");
  await page.keyboard.press("Tab");
  await expect(dialog.locator(".monaco-editor.focused")).toHaveCount(0);
});

test("a hierarchy is read from a file, changed in its tree by keys, and written to a file", async ({
  page,
}) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "tree", {
    tables: [shopTable("orders", { order_id: { privacyClass: "insensitive" } })],
  });
  /** How many rows the draft refers to: the values themselves are kept beside it. */
  const kept = async () =>
    z
      .looseObject({
        hierarchies: z.array(z.object({ with: z.object({ rows: z.object({ count: z.number() }) }) })),
      })
      .safeParse(await draftOf(page, module)).data?.hierarchies[0]?.with.rows.count;
  await page.goto(`/modules/${module}/edit?view=canvas`);
  await openSection(page, "Hierarchies");
  await inspector(page).getByRole("button", { name: "Add a hierarchy" }).click();
  await page.getByRole("dialog").getByRole("combobox").fill("listed");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /value-table-1/ });
  const text = "Казань;Volga;*\nСамара;Volga;*\nМосква;Centre;*\n";
  await dialog
    .locator("input[type=file]")
    .setInputFiles({ name: "cities.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await expect.poll(kept).toBe(3);
  // Its author goes on with the values, though the document only refers to them by now.
  const tree = dialog.getByRole("tree");
  const node = (name: string) => tree.getByRole("treeitem", { name: new RegExp(name) });
  await node("Centre").focus();
  await page.keyboard.press("F2");
  await dialog.getByLabel("New name of Centre").fill("Middle");
  await page.keyboard.press("Enter");
  await expect(node("Middle")).toBeFocused();
  await node("Самара").focus();
  await page.keyboard.press("KeyM");
  await dialog.getByLabel("Move Самара into").selectOption("Middle");
  await dialog.getByRole("button", { name: "Take over" }).click();
  await expect(node("Самара")).toBeFocused();
  await node("Казань").focus();
  await page.keyboard.press("Delete");
  await expect.poll(kept).toBe(2);
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export ARX CSV" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe("value-table-1.csv");
  expect(
    readFileSync(await file.path(), "utf8")
      .trim()
      .split(/\r?\n/),
  ).toEqual(["Самара;Middle;*", "Москва;Middle;*"]);
});

test("values that look like one are put together, cluster by cluster", async ({ page }) => {
  await signIn(page, "data-engineer");
  const module = await makeModule(page, "merged", {
    tables: [shopTable("customers", { city: { datatype: "string", privacyClass: "quasi-identifier" } })],
  });
  await signIn(page, "database-administrator");
  await page.goto(`/modules/${module}/edit?view=columns&node=customers/city`);
  await openSection(page, "Values");
  await inspector(page).getByRole("button", { name: "Find values to merge" }).click();
  const dialog = page.getByRole("dialog", { name: /Values of customers.city/ });
  await dialog.getByRole("button", { name: "Look", exact: false }).click();
  const clusters = dialog.getByRole("table");
  await expect(clusters.getByRole("row").nth(1)).toBeVisible({ timeout: 30_000 });
  // Nothing is chosen for anybody.
  const boxes = clusters.getByRole("checkbox");
  expect(await boxes.count()).toBeGreaterThan(1);
  for (const box of await boxes.all()) await expect(box).not.toBeChecked();
  await boxes.first().check();
  await dialog.getByRole("button", { name: /^Add 1/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await draftOf(page, module)).tables[0]?.columns[0])
    .toMatchObject({ normalize: [expect.objectContaining({ rule: "map-values" })] });
});

/** A page whose state is looked at once something of it is seen. */
const begin = async (page: Page) => {
  // Each look of axe at a page with an editor in it takes seconds.
  test.setTimeout(240_000);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await signIn(page, "data-engineer");
  const checked = async (what: string, seen: Locator) => {
    // How long a look takes is not what is asked here.
    await expect(seen.first()).toBeVisible({ timeout: 60_000 });
    await expectNoBarriers(page, what);
  };
  return {
    checked,
    at: (node: string) => page.goto(`/modules/shop/edit?view=columns&node=${node}`),
    button: (name: string) => page.getByRole("button", { name, exact: true }).first(),
    dialogOf: async (what: string, opener: Locator) => {
      await opener.click();
      await checked(what, page.getByRole("dialog"));
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    },
  };
};

test("the inspector and a script have no barriers", async ({ page }) => {
  const { at, checked, button } = await begin(page);
  for (const node of ["", "products", "customers/birth_date", "orders/customer_id"]) {
    await at(node);
    await expect(inspector(page).locator("details").first()).toBeVisible();
    for (const closed of await inspector(page).locator("details:not([open]) > summary").all())
      if (await closed.isVisible()) await closed.click();
    await checked(`the inspector at ${node || "the module"}`, inspector(page));
  }
  await at("products");
  await inspector(page)
    .locator("[data-section=transformation]")
    .getByRole("button", { name: "Open the editor" })
    .click();
  await checked("a script", page.locator(".view-line"));
  await button("Run on a sample").click();
  await checked("a script that ran", page.getByRole("dialog").getByRole("grid"));
  await button("Compare with the published one").click();
  // The editor's own text field is named a moment after it is drawn.
  await expect(page.locator(".monaco-diff-editor .view-line").first()).toBeVisible();
  await expect(page.locator('.monaco-diff-editor [role="textbox"][aria-label=""]')).toHaveCount(0);
  await checked("a script compared", page.locator(".monaco-diff-editor .view-line"));
});

test("the dialogs of grid and inspector have no barriers", async ({ page }) => {
  const { at, checked, button, dialogOf } = await begin(page);
  await at("");
  await dialogOf("a choice of hierarchies", button("Add a hierarchy"));
  for (const tool of ["Pattern rules", "Go to column", "Import columns"]) {
    await button("More").click();
    await dialogOf(tool, page.getByRole("menuitem", { name: tool }));
  }
  await page.getByRole("grid").focus();
  await page.keyboard.press("ControlOrMeta+A");
  for (const deed of ["Class…", "Anonymizer…", "Add cleansing…", "Empty values…", "Describe…"])
    await dialogOf(deed, button(deed));
  await button("Show").click();
  await checked("what is shown", page.getByRole("dialog", { name: "Show" }));
});
