import { existsSync, readFileSync } from "node:fs";
import { step } from "./progress.mjs";
import { doneFor, hashOf, inProject, markDone, projectNode } from "./project.mjs";
import { runCommand } from "./run-command.mjs";

/** Generates the client of the records; nothing where the schema has not changed. */
export async function generateClient() {
  const { version } = JSON.parse(readFileSync(inProject("node_modules", "prisma", "package.json"), "utf8"));
  const inputs = `${version} ${hashOf(["prisma/schema"])}`;
  if (doneFor("generated") === inputs && existsSync(inProject("lib", "db", "generated", "client.ts"))) return;
  await step("Generating the client of the records", () =>
    runCommand(
      "Generating the client of the records",
      projectNode,
      [inProject("node_modules", "prisma", "build", "index.js"), "generate", "--schema", "prisma/schema"],
      // Prisma would download an engine that generating does not need; any existing file stops it.
      {
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: existingProgram(),
          PRISMA_HIDE_UPDATE_MESSAGE: "1",
        },
      },
    ),
  );
  markDone("generated", inputs);
}

function existingProgram() {
  return ["/bin/true", "/usr/bin/true"].find((file) => existsSync(file)) ?? process.execPath;
}
