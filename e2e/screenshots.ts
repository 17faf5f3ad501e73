import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { type RoleName, signIn } from "./people.ts";

/**
 * The pictures of the README, made from the demo of a product that runs: `node e2e/screenshots.ts [folder]`, with
 * ETLX_E2E_URL, ETLX_E2E_DATA_DIR and ETLX_CHROMIUM set as for end-to-end tests. No test: pictures differ by machine.
 */
interface Picture {
  readonly name: string;
  readonly role: RoleName;
  readonly address: string;
  readonly locale?: "en" | "ru";
  readonly scheme?: "light" | "dark";
  /** What else must happen before the picture is taken. */
  readonly open?: (page: Page) => Promise<unknown>;
}

const pictures: readonly Picture[] = [
  {
    name: "version-privacy",
    role: "data-scientist",
    address: "/modules/shop/versions/1?tab=privacy",
    open: (page) =>
      page
        .getByRole("heading", { name: /^customers/ })
        .first()
        .evaluate(toTop),
  },
  {
    name: "review-dark-ru",
    role: "database-administrator",
    address: "/modules/shop?tab=review",
    locale: "ru",
    scheme: "dark",
  },
  { name: "tables", role: "data-engineer", address: "/modules/shop" },
  { name: "editor-canvas", role: "data-engineer", address: "/modules/shop/edit?node=customers" },
  {
    name: "editor-columns",
    role: "data-engineer",
    address:
      "/modules/shop/edit?view=columns&node=customers%2Femail&dock=preview&table=customers&stage=anonymize",
    scheme: "dark",
  },
  { name: "help", role: "data-scientist", address: "/help/anonymization/pseudonymize" },
];

/** Below the header, which stays. */
function toTop(element: Element): void {
  window.scrollTo({ top: element.getBoundingClientRect().top + window.scrollY - 72 });
}

async function take(page: Page, { name, role, address, open }: Picture, folder: string): Promise<void> {
  await signIn(page, role);
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  await open?.(page);
  await page.waitForLoadState("networkidle");
  // Fonts and pictures drawn on demand.
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
}

const folder = process.argv[2] ?? path.join(import.meta.dirname, "..", "public", "screenshots");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.ETLX_CHROMIUM,
  // Chromium's own sandbox refuses to run as root.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  for (const picture of pictures) {
    const { locale = "en", scheme = "light" } = picture;
    const context = await browser.newContext({
      baseURL: process.env.ETLX_E2E_URL ?? "http://127.0.0.1:3000",
      locale: locale === "ru" ? "ru-RU" : "en-GB",
      timezoneId: "UTC",
      colorScheme: scheme,
      reducedMotion: "reduce",
      viewport: { width: 1440, height: 900 },
    });
    await take(await context.newPage(), picture, folder);
    await context.close();
    process.stdout.write(`${picture.name}\n`);
  }
} finally {
  await browser.close();
}
