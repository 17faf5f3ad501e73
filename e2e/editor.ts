import { expect, type Page } from "@playwright/test";
import { z } from "zod";

const documentSchema = z.looseObject({
  tables: z.array(
    z.looseObject({
      name: z.string(),
      columns: z.array(z.looseObject({ name: z.string(), datatype: z.string().optional() })),
      extraction: z.looseObject({ script: z.string().optional() }).optional(),
      foreignKeys: z.array(z.unknown()).optional(),
    }),
  ),
  ui: z.unknown().optional(),
});

/** The working copy of a module's document. */
export async function draftOf(page: Page, module: string): Promise<z.infer<typeof documentSchema>> {
  const answer = await page.request.get(`/api/modules/${module}`);
  const { draft } = z.object({ draft: z.object({ document: documentSchema }) }).parse(await answer.json());
  return draft.document;
}

/** A module of its own: what a test changes is nobody else's. @returns its name */
export async function makeModule(page: Page, purpose: string, document: object): Promise<string> {
  const name = `${purpose}-${Date.now().toString(36)}`;
  const answer = await page.request.post("/api/modules", {
    data: {
      document: {
        "@type": "DataModule",
        format: 2,
        name,
        sources: [{ name: "shop", ref: "shop" }],
        ...document,
      },
    },
    headers: { Origin: new URL(page.url()).origin },
  });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  return name;
}

/** Puts a text into Monaco as a person who pastes it. */
export async function replaceText(page: Page, text: string): Promise<void> {
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** Opens a module's draft as text. */
export async function openText(page: Page, module: string): Promise<void> {
  await page.goto(`/modules/${module}/edit?view=text`);
  await expect(page.locator(".monaco-editor .view-lines")).toBeVisible();
}

/** Waits until the draft is on the server, then keeps it as a revision and, if wanted, asks for its review. */
export async function saveRevision(page: Page, message: string, asks = false): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await page.getByRole("button", { name: "Save revision" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("No problems")).toBeVisible();
  await dialog.getByLabel("Message").fill(message);
  if (!asks) await dialog.getByRole("checkbox", { name: "Ask for a review" }).uncheck();
  await dialog.getByRole("button", { name: asks ? "Save and ask for a review" : "Save revision" }).click();
  await expect(dialog).toHaveCount(0);
}

/** A table as the shop has it, with columns of these members. */
export const shopTable = (name: string, columns: Readonly<Record<string, object>>) => ({
  name,
  publish: true,
  extraction: { language: "sql", source: "shop", script: `select * from ${name}` },
  columns: Object.entries(columns).map(([column, members]) => ({ name: column, ...members })),
});
