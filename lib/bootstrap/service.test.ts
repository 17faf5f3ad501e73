import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Problem } from "./problem.mjs";
import { explain, ownError } from "./run-command.mjs";
import { Service } from "./service.mjs";
import { Stopper } from "./stop.mjs";
import { afterThisTest, eventually, isAlive, run, temporaryFolder } from "./test/fixtures.ts";

function service(folder: string, source: string, grace = 300) {
  const script = path.join(folder, "service.mjs");
  writeFileSync(script, source);
  let problem: Problem | undefined;
  const made = new Service({
    name: "test process",
    script,
    env: { ...process.env },
    log: path.join(folder, "service.log"),
    grace,
    onGivenUp: (given: Problem) => {
      problem = given;
    },
  });
  afterThisTest(() => made.stop());
  return { made, problem: () => problem };
}

const stays = `import { writeFileSync } from "node:fs"; import { spawn } from "node:child_process";
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
writeFileSync(new URL("./pids.json", import.meta.url), JSON.stringify([process.pid, child.pid]));
setInterval(() => {}, 1000);`;

function pids(folder: string): number[] {
  return JSON.parse(readFileSync(path.join(folder, "pids.json"), "utf8"));
}

const written = (folder: string) => eventually(() => existsSync(path.join(folder, "pids.json")));

describe("a service", () => {
  it("ends with all it started", async () => {
    const folder = temporaryFolder();
    const { made } = service(folder, stays);
    made.start();
    expect(await written(folder)).toBe(true);
    const started = pids(folder);
    expect(started.every(isAlive)).toBe(true);
    await made.stop();
    expect(await eventually(() => !started.some(isAlive))).toBe(true);
  });

  it("is ended when it does not end by itself in its grace", async () => {
    const folder = temporaryFolder();
    const { made } = service(folder, `process.on("SIGTERM", () => {});\n${stays}`);
    made.start();
    expect(await written(folder)).toBe(true);
    const [pid = 0] = pids(folder);
    await made.stop();
    expect(await eventually(() => !isAlive(pid))).toBe(true);
  });

  it("is started again after kill -9", async () => {
    const folder = temporaryFolder();
    const { made } = service(folder, stays);
    made.start();
    expect(await written(folder)).toBe(true);
    const [first = 0] = pids(folder);
    process.kill(first, "SIGKILL");
    expect(await eventually(() => pids(folder)[0] !== first)).toBe(true);
    expect(isAlive(pids(folder)[0] ?? 0)).toBe(true);
  });

  it("is given up with its own sentence when it cannot come up", async () => {
    const folder = temporaryFolder();
    const { made, problem } = service(
      folder,
      `console.log(JSON.stringify({ err: { type: "AppError", message: "Put the key back." } })); process.exit(1);`,
    );
    made.start();
    expect(await eventually(() => problem() !== undefined)).toBe(true);
    expect(problem()).toBeInstanceOf(Problem);
    expect(problem()?.message).toMatch(/^Put the key back\.\nIts log: /);
  });

  it("has children that live by their own channel", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      path.join(folder, "forked.mjs"),
      `process.on("message", (text) => process.send(text + "!"));`,
    );
    const { made } = service(
      folder,
      `import { fork } from "node:child_process"; import { writeFileSync } from "node:fs";
       const child = fork(new URL("./forked.mjs", import.meta.url));
       setTimeout(() => child.connected && child.send("hello"), 1000);
       child.on("message", (text) => writeFileSync(new URL("./answer", import.meta.url), text));
       setInterval(() => {}, 1000);`,
    );
    made.start();
    expect(await eventually(() => existsSync(path.join(folder, "answer")))).toBe(true);
    expect(readFileSync(path.join(folder, "answer"), "utf8")).toBe("hello!");
  });

  it("ends when the process that started it is killed", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "service.mjs"), stays);
    const parent = run([
      "--input-type=module",
      "-e",
      `const { Service } = await import(${JSON.stringify(new URL("./service.mjs", import.meta.url).href)});
       new Service({ name: "t", script: ${JSON.stringify(path.join(folder, "service.mjs"))}, env: process.env,
         log: ${JSON.stringify(path.join(folder, "log"))}, grace: 100, onGivenUp() {} }).start();`,
    ]);
    expect(await written(folder)).toBe(true);
    const [pid = 0, grandchild = 0] = pids(folder);
    afterThisTest(() => isAlive(grandchild) && process.kill(grandchild, "SIGKILL"));
    parent.kill("SIGKILL");
    expect(await eventually(() => !isAlive(pid))).toBe(true);
  });
});

describe("what a failure is explained by", () => {
  it("is our own sentence where there is one", () => {
    expect(ownError(`noise\nAppError: The key is missing.\n    at x (y.js:1:1)`)).toBe("The key is missing.");
    expect(explain("Step", "The setting PORT is not valid.\n", 2)).toBe("The setting PORT is not valid.");
  });
  it("is the end of its output otherwise", () => {
    expect(explain("Step", "a\nb", 1)).toBe("Step failed (1):\na\nb");
    expect(explain("Tool", "error x\n3 violations", 3)).toBe("Tool failed (3):\nerror x\n3 violations");
  });
});

describe("a stop", () => {
  it("goes in reverse order, once", async () => {
    const order: string[] = [];
    const stopper = new Stopper();
    for (const name of ["database", "worker", "web"]) stopper.add({ stop: () => void order.push(name) });
    await Promise.all([stopper.stop(), stopper.stop()]);
    expect(order).toEqual(["web", "worker", "database"]);
  });
});
