import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../ports.mjs";
import { Problem } from "../problem.mjs";
import { inProject, projectFolder, projectNode } from "../project.mjs";
import { endGroup } from "../run-command.mjs";

const startsWithin = 10 * 60_000;
const stopsWithin = 60_000;

/**
 * The whole product as `npm start` starts it, on a port and a data folder of its own.
 * @returns {Promise<{ url: string, dataFolder: string, stop: () => Promise<void> }>}
 */
export async function startForTests() {
  const dataFolder = mkdtempSync(path.join(tmpdir(), "etl-express-e2e-"));
  const port = await freePort();
  const child = spawn(projectNode, [inProject("lib", "bootstrap", "start.mjs")], {
    cwd: projectFolder,
    env: {
      ...process.env,
      ETLX_DATA_DIR: dataFolder,
      PORT: String(port),
      HOST: "127.0.0.1",
      ETLX_BASE_URL: "",
      DATABASE_URL: "",
      ETLX_DEMO: "1",
    },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const exited = new Promise((resolve) => child.on("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => endGroup(child, "SIGKILL"), stopsWithin);
    await exited;
    clearTimeout(timer);
    rmSync(dataFolder, { recursive: true, force: true });
  };
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        said += text;
        // Passwords of demo users come after this line: nothing of it is shown.
        if (said.includes("ETL-Express is running at")) resolve("ready");
      });
    }
  });
  const late = new Promise((resolve) => setTimeout(resolve, startsWithin, "late").unref());
  const outcome = await Promise.race([ready, exited.then(() => "exited"), late]);
  if (outcome === "ready") return { url: `http://127.0.0.1:${port}`, dataFolder, stop };
  if (outcome === "late") await stop();
  throw new Problem(
    `The product did not start for the end-to-end tests:\n${said.trim().split("\n").slice(-30).join("\n")}`,
  );
}
