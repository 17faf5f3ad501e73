import { mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { freePort } from "./ports.mjs";
import { thisProcess } from "./process-identity.mjs";
import { afterThisTest, outcome, run, temporaryFolder } from "./test/fixtures.ts";

async function refused(env: Record<string, string>) {
  const { code, said } = await outcome(run(["start.mjs"], env));
  // One sentence, never a stack trace.
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(said).not.toMatch(/\n\s+at /);
  return { code, said };
}

describe("npm start says what to do", () => {
  it("when the port is taken", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    afterThisTest(() => server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, said } = await refused({ PORT: String(port), ETLX_DATA_DIR: temporaryFolder() });
    expect(code).toBe(2);
    expect(said).toContain(`Port ${port} is taken by another program`);
    expect(said).toContain(`PORT=${port + 1} npm start`);
  });

  it("when the port is no port", async () => {
    const { code, said } = await refused({ PORT: "high", ETLX_DATA_DIR: temporaryFolder() });
    expect(code).toBe(2);
    expect(said).toContain("PORT must be a number");
  });

  it("when the data folder cannot be written", async () => {
    // A file in the way refuses root too, which permissions do not.
    const file = path.join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { code, said } = await refused({
      PORT: String(await freePort()),
      ETLX_DATA_DIR: path.join(file, "data"),
    });
    expect(code).toBe(2);
    expect(said).toContain("cannot be written");
    expect(said).toContain("ETLX_DATA_DIR=");
  });

  it("when it runs already", async () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const address = "http://127.0.0.1:4321";
    // The test's own process stands for the other start; the start's parent would be taken for itself.
    const other = run(["-e", "setInterval(() => {}, 1000)"]);
    const { processIdentity } = await import("./process-identity.mjs");
    expect(thisProcess().identity).toBeDefined();
    const pid = other.pid ?? 0;
    writeFileSync(
      path.join(folder, "started.json"),
      JSON.stringify({ pid, identity: processIdentity(pid), address }),
    );
    const { code, said } = await refused({ PORT: String(await freePort()), ETLX_DATA_DIR: folder });
    expect(code).toBe(2);
    expect(said).toContain(`already runs on ${folder}, at ${address}`);
  });
});
