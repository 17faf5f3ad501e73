import { spawn } from "node:child_process";
import { exitWith, Problem } from "./problem.mjs";
import { inProject, projectFolder } from "./project.mjs";

// In a container: `migrate`, `web` (migrates first) or `worker`, on the DATABASE_URL that is given. Its Node.js is the
// image's, everything is installed and built, and logs go to standard output.
const migrate = [inProject("lib", "db", "migrate.ts")];
const processes = {
  migrate,
  web: [
    inProject("node_modules", "next", "dist", "bin", "next"),
    "start",
    "--hostname",
    process.env.HOST ?? "0.0.0.0",
    "--port",
    process.env.PORT ?? "3000",
  ],
  worker: [inProject("lib", "worker", "main.ts")],
};

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: projectFolder, stdio: "inherit" });
    const hand = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, hand);
    child.on("error", () => resolve(1));
    child.on("exit", (code, signal) => {
      for (const name of ["SIGINT", "SIGTERM"]) process.off(name, hand);
      resolve(code ?? (signal === "SIGTERM" || signal === "SIGINT" ? 0 : 1));
    });
  });
}

try {
  const name = process.argv[2] ?? "";
  const args = Object.hasOwn(processes, name) ? processes[name] : undefined;
  if (args === undefined)
    throw new Problem(`node lib/bootstrap/container.mjs ${Object.keys(processes).join("|")}`, 2);
  if (!process.env.DATABASE_URL)
    throw new Problem("DATABASE_URL is not set: a container needs a PostgreSQL.", 2);
  const prepared = name === "web" ? await run(migrate) : 0;
  process.exit(prepared === 0 ? await run(args) : prepared);
} catch (error) {
  exitWith(error);
}
