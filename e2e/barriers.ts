import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

type Scheme = "dark" | "light";
/** Ends in the light, as a test begins. */
const both: readonly Scheme[] = ["dark", "light"];

/** What is wrong with a page as it stands; in the dark only contrast can differ from the same page in the light. */
async function barriers(page: Page, scheme: Scheme, within?: string): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page })
    // A page of ours has no frames of others, so its findings need not be put together in another page.
    .setLegacyMode()
    // Nobody reads what is right, and to name each place of it takes longer than to look.
    .options({ resultTypes: ["violations"] });
  if (within !== undefined) axe.include(within);
  if (scheme === "dark") axe.withRules(["color-contrast"]);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target.join(" ")} ${html}`).join(", ")}`,
  );
}

/** Expects no barrier on the page as it stands; the test goes on after one. */
export async function expectNoBarriers(
  page: Page,
  what: string,
  { schemes = both, within }: { schemes?: readonly Scheme[]; within?: string } = {},
): Promise<void> {
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
    // Colours that a switch of the scheme has not reached yet are gone at the second look; a barrier stays.
    const looks = async () => barriers(page, scheme, within);
    await expect.soft
      .poll(looks, { message: `${what}, ${scheme}`, intervals: [300, 1000], timeout: 15_000 })
      .toEqual([]);
  }
}
