import { existsSync } from "node:fs";
import { step } from "./progress.mjs";
import { doneFor, hashOf, inProject, markDone, projectNode } from "./project.mjs";
import { runCommand } from "./run-command.mjs";

const inputs = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema",
  "next.config.js",
  "proxy.ts",
  "instrumentation.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** What the web process never contains: a change there needs no new build. */
const apart =
  /(?:\.test\.tsx?$|\.bench\.ts$|^lib\/(?:bootstrap|cli|demo|testing|worker|db\/generated)\/|\/README\.md$)/;

/** Builds the pages; nothing where their sources have not changed. */
export async function buildPages() {
  const sources = hashOf(inputs, (file) => !apart.test(file));
  if (doneFor("built") === sources && existsSync(inProject(".next", "BUILD_ID"))) return;
  await step("Building the pages (once; about a minute)", () =>
    runCommand(
      "Building the pages",
      projectNode,
      [inProject("node_modules", "next", "dist", "bin", "next"), "build"],
      {
        env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      },
    ),
  );
  markDone("built", sources);
}
