import { defineConfig } from "vitest/config";

const exclude = ["**/node_modules/**", "**/.next/**", "**/.data/**", "e2e/**"];

/** A machine with other work to do is late, not wrong. */
const patient = { poll: { timeout: 15_000 } };

// Two projects, so that what needs no server runs in seconds; sized for two cores and tests that start engines.
export default defineConfig({
  test: {
    maxWorkers: 2,
    slowTestThreshold: 5_000,
    globalSetup: ["./lib/testing/own-temporary-folder.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["{lib,components,app}/**/*.test.{ts,tsx,mjs}"],
          exclude: [...exclude, "**/*.it.test.ts"],
          testTimeout: 30_000,
          expect: patient,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["{lib,components,app}/**/*.it.test.{ts,tsx,mjs}"],
          exclude,
          testTimeout: 120_000,
          expect: patient,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
