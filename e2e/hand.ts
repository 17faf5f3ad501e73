import { expect, type Locator, type Page } from "@playwright/test";

/**
 * How somebody works a page, and how much it takes: a field set, a button or a chord is one commit. What only moves the focus or
 * the pointer is none.
 */
export interface Hand {
  readonly commits: () => number;
  /** A button, a link, a box to tick. */
  readonly press: (target: Locator) => Promise<void>;
  readonly set: (field: Locator, text: string) => Promise<void>;
  readonly choose: (list: Locator, option: string) => Promise<void>;
}

export function mouse(): Hand {
  let commits = 0;
  return {
    commits: () => commits,
    press: async (target) => {
      commits += 1;
      await target.click();
    },
    set: async (field, text) => {
      commits += 1;
      await field.fill(text);
    },
    choose: async (list, option) => {
      commits += 1;
      await list.selectOption({ label: option });
    },
  };
}

/** More stops than any page has. */
const mostStops = 400;

/** Tab, until the element has the focus: who has no mouse has no other way. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target}`);
}

export function keyboard(page: Page): Hand {
  let commits = 0;
  return {
    commits: () => commits,
    press: async (target) => {
      commits += 1;
      await tabTo(page, target);
      const isBox = await target.evaluate(
        (element) => element instanceof HTMLInputElement && ["checkbox", "radio"].includes(element.type),
      );
      await page.keyboard.press(isBox ? "Space" : "Enter");
    },
    set: async (field, text) => {
      commits += 1;
      await tabTo(page, field);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
    },
    choose: async (list, option) => {
      commits += 1;
      await tabTo(page, list);
      await page.keyboard.type(option);
      await expect(list.locator("option:checked")).toHaveText(option);
    },
  };
}
