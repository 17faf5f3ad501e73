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
  /** What has to be there first. */
  readonly prepare?: (page: Page) => Promise<unknown>;
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
  // Each view of the editor.
  { name: "editor-canvas", role: "data-engineer", address: "/modules/shop/edit?node=customers" },
  { name: "editor-relations", role: "data-engineer", address: "/modules/shop/edit?canvas=relations" },
  {
    name: "editor-columns",
    role: "data-engineer",
    address:
      "/modules/shop/edit?view=columns&node=customers%2Femail&dock=preview&table=customers&stage=anonymize",
    scheme: "dark",
  },
  {
    name: "editor-script",
    role: "data-engineer",
    address: "/modules/shop/edit?node=products%2F%2Ftransform",
    open: async (page) => {
      const section = page.locator("[data-section=transformation]");
      await section.getByRole("button", { name: "Open the editor" }).click();
      await page.getByRole("button", { name: "Run on a sample" }).click();
      await page.getByText("Run it to see rows").waitFor({ state: "detached" });
    },
  },
  {
    name: "editor-hierarchy",
    role: "data-engineer",
    address: "/modules/newcomers/edit",
    prepare: makeNewcomers,
    open: (page) => page.locator("[data-path='hierarchies/0'] button").click(),
  },
  {
    name: "editor-preview",
    role: "data-engineer",
    address: "/modules/shop/edit?node=customers%2Fcity&dock=preview&table=customers&stage=protect",
    // The preview beside the picture, not below its edge.
    open: async (page) => {
      const edge = page.getByRole("separator", { name: "Height of the results" });
      await edge.focus();
      for (let step = 0; step < 12; step += 1) await page.keyboard.press("ArrowUp");
      await edge.blur();
      await page
        .getByRole("grid")
        .first()
        .evaluate((grid) => grid.scrollIntoView({ block: "start" }));
    },
  },
  { name: "editor-text", role: "data-engineer", address: "/modules/shop/edit?view=text" },
  { name: "help", role: "data-scientist", address: "/help/anonymization/pseudonymize" },
];

/** Below the header, which stays. */
function toTop(element: Element): void {
  window.scrollTo({ top: element.getBoundingClientRect().top + window.scrollY - 72 });
}

/** A small module with a hierarchy: the demo's columns have none. One that is there already stays. */
async function makeNewcomers(page: Page): Promise<void> {
  const document = {
    "@type": "DataModule",
    format: 2,
    name: "newcomers",
    title: "Newcomers",
    sources: [{ name: "shop", ref: "shop" }],
    hierarchies: [{ name: "birth-dates", rule: "date-parts", with: { units: ["month", "year", "decade"] } }],
    tables: [
      {
        name: "customers",
        publish: true,
        extraction: { language: "sql", source: "shop", script: "select * from customers" },
        columns: [
          {
            name: "birth_date",
            datatype: "date",
            privacyClass: "quasi-identifier",
            hierarchy: { name: "birth-dates" },
          },
        ],
      },
    ],
  };
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post("/api/modules", { data: { document }, headers });
  if (!answer.ok() && answer.status() !== 409) throw new Error(await answer.text());
}

async function take(
  page: Page,
  { name, role, address, prepare, open }: Picture,
  folder: string,
): Promise<void> {
  await signIn(page, role);
  await prepare?.(page);
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  await open?.(page);
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => document.querySelector("[data-skeleton]") === null);
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
