import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { allowedNow } from "../find-file.ts";
import { matchingFiles } from "./matching-files.ts";

vi.mock("node:fs/promises", async (actual) => {
  const fs = await actual<typeof import("node:fs/promises")>();
  return { ...fs, readdir: vi.fn(fs.readdir) };
});

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "etlx-matching-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (...parts: string[]) => path.join(folder, ...parts);

async function file(...parts: string[]) {
  await mkdir(path.dirname(at(...parts)), { recursive: true });
  await writeFile(at(...parts), "n\n1\n");
}

/** A link, whose target need not be there. */
async function link(place: string, target: string) {
  await mkdir(path.dirname(at(place)), { recursive: true });
  await symlink(target, at(place));
}

const { signal } = new AbortController();
const walk = { label: "the pattern", assertAllowed: () => undefined, signal };

const found = async (pattern: string, extra: Partial<Parameters<typeof matchingFiles>[1]> = {}) =>
  (await matchingFiles(at(pattern), { ...walk, ...extra })).map(({ place }) => path.relative(folder, place));

describe("a file that several paths lead to", () => {
  it("is taken once, by the path without links", async () => {
    await file("data", "2024-11", "part.csv");
    for (const name of ["0-first", "latest"]) await link(`data/${name}`, "2024-11");
    await link("data/2024-10/part.csv", "../2024-11/part.csv");
    for (const pattern of ["data/**/part.csv", "data/*/part.csv", "data/*/*.csv"])
      expect(await found(pattern), pattern).toEqual(["data/2024-11/part.csv"]);
    expect(await matchingFiles(at("data/l*/part.csv"), walk)).toEqual([
      { place: at("data/latest/part.csv"), real: at("data/2024-11/part.csv") },
    ]);
  });

  it("is found by the way that matches, whichever leads into its folder first", async () => {
    await file("data", "zzz", "month=01", "part.csv");
    await link("data/aaa", "zzz/month=01");
    expect(await found("data/**/month=*/part.csv")).toEqual(["data/zzz/month=01/part.csv"]);
    await link("data/month=02", "zzz/month=01");
    expect(await found("data/month=*/part.csv")).toEqual(["data/month=02/part.csv"]);
  });

  it("is found at once, though a million paths lead to it", async () => {
    for (let level = 0; level < 20; level++) {
      await link(`deep/${level}/a`, `../${level + 1}`);
      await link(`deep/${level}/b`, `../${level + 1}`);
    }
    await file("deep", "20", "part.csv");
    let places = 0;
    const assertAllowed = () => void places++;
    expect(await found("deep/0/**/part.csv", { assertAllowed })).toEqual([
      `deep/0/${"a/".repeat(20)}part.csv`,
    ]);
    expect(places).toBeLessThan(100);
  });
});

describe("what cannot be read", () => {
  it("is refused by its name where the pattern may mean it, since rows would be missing", async () => {
    await file("data", "month=01", "part.csv");
    await link("data/month=02", at("not mounted"));
    await link("data/year=1", "year=1");
    await link("data/notes.txt", at("gone"));
    for (const [pattern, place, detail] of [
      ["data/month=*/part.csv", "month=02", "ENOENT"],
      ["data/year=*/part.csv", "year=1", "ELOOP"],
      ["data/**/part.csv", "month=02", "ENOENT"],
    ])
      await expect(found(pattern ?? ""), pattern).rejects.toMatchObject({
        code: "file-pattern-unreadable",
        params: { file: "the pattern", place, detail },
      });
    expect(await found("data/month=01/*.csv")).toEqual(["data/month=01/part.csv"]);
  });

  it("is no file of folders that do not have one", async () => {
    await file("data", "a", "part.csv");
    await file("data", "b", "other.csv");
    await file("data", "file", "part.csv");
    expect(await found("data/*/part.csv")).toEqual(["data/a/part.csv", "data/file/part.csv"]);
    expect(await found("none/*/part.csv")).toEqual([]);
    expect(await found("data/a/part.csv/*")).toEqual([]);
  });

  it("does not matter beside what a pattern names outright", async () => {
    await file("data", "a", "in", "part.csv");
    await link("data/a/broken", at("gone"));
    vi.mocked(readdir).mockClear();
    expect(await found("data/*/in/part.csv")).toEqual(["data/a/in/part.csv"]);
    const looked = vi.mocked(readdir).mock.calls.map(([place]) => path.relative(folder, String(place)));
    expect(looked).toEqual(["data"]);
  });
});

describe("the walk", () => {
  it("ends as soon as nobody waits for it", async () => {
    for (let n = 0; n < 5; n++) await file("data", `${n}`, "part.csv");
    const stop = new AbortController();
    let places = 0;
    const assertAllowed = () => {
      places++;
      if (places === 3) stop.abort();
    };
    await expect(found("data/**/part.csv", { signal: stop.signal, assertAllowed })).rejects.toMatchObject({
      code: "run-cancelled",
    });
    expect(places).toBe(3);
  });

  it("goes nowhere that an administrator does not allow", async () => {
    await file("data", "in", "part.csv");
    await file("other", "note.txt");
    const allowed = await allowedNow({ fileRoots: [at("data")] });
    const entered: string[] = [];
    const assertAllowed = (real: string, label: string) => {
      allowed(real, label);
      entered.push(real);
    };
    expect(await found("data/**/part.csv", { assertAllowed })).toEqual(["data/in/part.csv"]);
    const refused = (label: string) => ({ code: "file-outside-roots", params: { file: label } });
    entered.length = 0;
    await expect(found("**/part.csv", { assertAllowed })).rejects.toMatchObject(refused("the pattern"));
    expect(entered).toEqual([]);
    // Nothing there matches: it is not looked into all the same.
    await link("data/away", "../other");
    await expect(found("data/**/part.csv", { assertAllowed })).rejects.toMatchObject(refused("away"));
    expect(entered).not.toContain(at("other"));
  });
});

describe("a pattern", () => {
  it.each([
    ["d/**", ["d/2023/q1/x.csv", "d/2024/x.csv", "d/2025/x.csv", "d/x.csv"]],
    ["d/**/x.csv", ["d/2023/q1/x.csv", "d/2024/x.csv", "d/2025/x.csv", "d/x.csv"]],
    ["d/**/q1/**/*.csv", ["d/2023/q1/x.csv"]],
    ["d/{2023/q1,2025}/x.csv", ["d/2023/q1/x.csv", "d/2025/x.csv"]],
    ["d/{2023/{q1,q2},2024}/*.csv", ["d/2023/q1/x.csv", "d/2024/x.csv"]],
    ["d/{2023/q1,2024}/{none/n,x}.csv", ["d/2023/q1/x.csv", "d/2024/x.csv"]],
    ["d/{2023/q9,none}/x.csv", []],
    ["d/20{23..24}/x.csv", ["d/2024/x.csv"]],
    ["d/202[45]/*.csv", ["d/2024/x.csv", "d/2025/x.csv"]],
    ["d/@(2024|2025)/*.csv", ["d/2024/x.csv", "d/2025/x.csv"]],
    ["d/202?/.*", ["d/2024/.hidden"]],
    ["d/.*/x.csv", ["d/.cache/x.csv"]],
  ])("%s means its files", async (pattern, files) => {
    const all = ["x.csv", "2023/q1/x.csv", "2024/x.csv", "2024/.hidden", "2025/x.csv", ".cache/x.csv"];
    for (const one of all) await file("d", one);
    expect(await found(pattern)).toEqual(files);
  });
});
