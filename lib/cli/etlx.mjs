#!/usr/bin/env node
// The product runs on Node 24, which npm puts beside the packages; the host's own Node may be older and only starts this.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const compiled = fileURLToPath(new URL("../../node_modules/.cache/etl-express", import.meta.url));
const ours = fileURLToPath(new URL("../../node_modules/.bin/node", import.meta.url));

if (Number(process.versions.node.split(".")[0]) >= 24) {
  // What one command has compiled the next one reads: it begins in half the time.
  module.enableCompileCache(compiled);
  await import("./main.ts");
} else if (existsSync(ours)) {
  const child = spawn(ours, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
} else {
  process.stderr.write(
    "etlx needs Node 24, which npm installs beside it: run npm install in the project first.\n",
  );
  process.exit(2);
}
