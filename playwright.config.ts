import { defineConfig } from "@playwright/test";

// `npm test -- e2e` starts the product and sets these; `npx playwright test` needs them set against one that runs.
const { ETLX_E2E_URL: baseURL = "http://127.0.0.1:3000", ETLX_CHROMIUM: executablePath } = process.env;

const host = new URL(baseURL).hostname;
if (host !== "127.0.0.1" && host !== "localhost") {
  throw new Error("End-to-end tests change data: they run only against a product on loopback.");
}

/** Tests that only look, or work at modules of their own without a run: nothing of theirs is another test's. */
const apart = ["accessibility", "canvas", "columns", "inspector"].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Two lanes that take equally long.
  workers: 2,
  projects: [
    { name: "works", workers: 1, testIgnore: apart },
    { name: "apart", workers: 1, testMatch: apart },
  ],
  forbidOnly: process.env.CI === "true",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json"]],
  use: {
    baseURL,
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    // Steps with the page's own state; a film beside them takes more of the machine than the tests do.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium's own sandbox refuses to run as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
