import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { readConfig } from "./config.ts";
import { dataFolder, makePrivateFolder } from "./data-folder.ts";
import { parseSize } from "./sizes.ts";

function refusal(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("readConfig", () => {
  it("works with nothing set", () => {
    const config = readConfig({});
    expect(config.web).toEqual({ host: "127.0.0.1", port: 3000, baseUrl: "http://127.0.0.1:3000" });
    expect(config.engine).toMatchObject({ memory: "512MB", memoryBytes: 512_000_000 });
    expect(config.quarantine).toEqual({ days: 14, maxBytes: 1e9 });
    expect(path.basename(config.data.root)).toBe(".data");
    expect(config.demo).toBe(false);
    expect(config.alertHosts).toEqual([]);
  });

  it("takes an empty variable as not set", () => {
    expect(readConfig({ PORT: "" }).web.port).toBe(3000);
  });

  it("reads lists, sizes, flags and addresses", () => {
    const config = readConfig({
      ETLX_SOURCE_HOSTS: "DB.example.org, 10.0.0.7,",
      ETLX_ALERT_HOSTS: "Chat.corp",
      ETLX_ENGINE_MEMORY: "2 GiB",
      ETLX_DEMO: "1",
      ETLX_BASE_URL: "https://etlx.example.org/path",
      DATABASE_URL: "postgresql://u:p@h/d",
    });
    expect(config.sourceHosts).toEqual(["db.example.org", "10.0.0.7"]);
    expect(config.alertHosts).toEqual(["chat.corp"]);
    expect(config.engine).toMatchObject({ memory: "2GiB", memoryBytes: 2 ** 31 });
    expect(config.demo).toBe(true);
    expect(config.web.baseUrl).toBe("https://etlx.example.org");
    expect(config.databaseUrl).toBe("postgresql://u:p@h/d");
  });

  it("opens a server that listens everywhere on loopback", () => {
    expect(readConfig({ HOST: "0.0.0.0", PORT: "8080" }).web.baseUrl).toBe("http://127.0.0.1:8080");
    expect(readConfig({ HOST: "::1" }).web.baseUrl).toBe("http://[::1]:3000");
  });

  it.each([
    ["PORT", "70000"],
    ["PORT", "3e3"],
    ["ETLX_ENGINE_MEMORY", "lots"],
    ["ETLX_ENGINE_THREADS", "0"],
    ["ETLX_DEMO", "yes"],
    ["ETLX_LOG_LEVEL", "loud"],
    ["ETLX_BASE_URL", "ftp://x"],
    ["DATABASE_URL", "mysql://secret-password@h/d"],
  ])("refuses %s=%s by name, without its value", (setting, value) => {
    const error = refusal(() => readConfig({ [setting]: value }));
    expect(error.code).toBe("setting-invalid");
    expect(error.params.setting).toBe(setting);
    expect(JSON.stringify(error.toData())).not.toContain(value);
  });

  it("asks for the database only when it is needed", () => {
    const config = readConfig({});
    expect(refusal(() => config.databaseUrl).code).toBe("setting-missing");
  });
});

describe("parseSize", () => {
  it.each([
    ["512MB", 512_000_000],
    ["1.5 GiB", 1_610_612_736],
    ["1kb", 1000],
    ["0MB", undefined],
    ["12", undefined],
    ["-1GB", undefined],
  ])("%s is %s", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });
});

describe("the data folder", () => {
  let folder = "";
  afterEach(async () => {
    if (folder !== "") await rm(folder, { recursive: true, force: true });
  });

  it("keeps a run's files inside", () => {
    const data = dataFolder("/data");
    expect(data.staging("a-1")).toBe("/data/staging/a-1");
    expect(data.record("ab12")).toBe("/data/record/ab12");
    for (const name of ["../x", "a/b", "", "."]) expect(() => data.quarantine(name)).toThrow(TypeError);
  });

  it("makes folders that only their user may enter", async () => {
    folder = await mkdtemp(path.join(tmpdir(), "etlx-config-"));
    const made = await makePrivateFolder(path.join(folder, "staging", "run"));
    expect((await stat(made)).mode & 0o777).toBe(0o700);
  });

  it("says what to do where it cannot write", async () => {
    folder = await mkdtemp(path.join(tmpdir(), "etlx-config-"));
    // A file in the way refuses root too, which permissions do not.
    await writeFile(path.join(folder, "file"), "");
    await chmod(path.join(folder, "file"), 0o400);
    await expect(makePrivateFolder(path.join(folder, "file", "staging"))).rejects.toMatchObject({
      code: "folder-read-only",
    });
  });
});
