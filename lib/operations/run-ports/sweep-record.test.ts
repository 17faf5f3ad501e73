import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type DataFolder, dataFolder } from "#lib/config/server";
import { newId } from "#lib/kernel";
import { claimInRecord, keepInRecord } from "./record-files.ts";
import { sweepRecord } from "./sweep-record.ts";

// A sweep of the record while runs keep files in it.

const race = vi.hoisted(() => ({ afterRefusedLink: async () => {} }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return {
    ...real,
    link: async (from: string, to: string) => {
      try {
        await real.link(from, to);
      } catch (error) {
        await race.afterRefusedLink();
        throw error;
      }
    },
  };
});

let folder = "";
let data: DataFolder;
const day = 86_400_000;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-sweep-record-"));
});
beforeEach(async () => {
  data = dataFolder(path.join(folder, newId()));
  await mkdir(data.recordRoot, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rm(folder, { recursive: true }));

/** As a run keeps a file. */
async function keep(content: string) {
  const file = path.join(folder, newId());
  await writeFile(file, content);
  return keepInRecord(data, file);
}
const age = (file: string, ms: number) => {
  const then = new Date(Date.now() - ms);
  return utimes(file, then, then);
};
async function old(content: string) {
  const kept = await keep(content);
  await age(kept.path, 2 * day);
  return kept;
}
const versions = (meanwhile: () => Promise<unknown> = async () => {}, needed: readonly string[] = []) => ({
  referencedHashes: async () => {
    await meanwhile();
    return new Set<string>();
  },
  isReferenced: async (sha256: string) => needed.includes(sha256),
});
const record = () => readdir(data.recordRoot);

test("what was taken again after a look at the versions stays: kept, promised, or named by one", async () => {
  const [kept, promised, named, gone] = [
    await old("kept"),
    await old("promised"),
    await old("n"),
    await old("g"),
  ];
  const meanwhile = async () => {
    await keep("kept");
    expect(await claimInRecord(data, promised)).toBe(true);
  };
  expect(await sweepRecord(versions(meanwhile, [named.sha256]), data)).toBe(1);
  expect((await record()).sort()).toEqual([kept, promised, named].map(({ sha256 }) => sha256).sort());
  expect(await claimInRecord(data, gone)).toBe(false);
});

test("what is taken again while the sweep has it in its hand is there in the end, whole", async () => {
  const kept = await old("content");
  const asked = {
    ...versions(),
    // Taken aside already: a run keeps the same once more.
    isReferenced: async () => {
      expect(await record()).toEqual([expect.stringMatching(/^leaving-/)]);
      await keep("content");
      return false;
    },
  };
  expect(await sweepRecord(asked, data)).toBe(1);
  expect(await record()).toEqual([kept.sha256]);
  expect(await readFile(kept.path, "utf8")).toBe("content");
});

test("a run that finds its file there and loses it to a sweep at that moment puts it anew", async () => {
  const kept = await old("content");
  race.afterRefusedLink = async () => {
    race.afterRefusedLink = async () => {};
    expect(await sweepRecord(versions(), data)).toBe(1);
    expect(await record()).toEqual([]);
  };
  expect(await keep("content")).toEqual(kept);
  expect(await record()).toEqual([kept.sha256]);
  expect(await readFile(kept.path, "utf8")).toBe("content");
});

test("a version that finds its file being put back at this moment waits for it", async () => {
  const kept = await keep("content");
  await rm(kept.path);
  const claiming = claimInRecord(data, kept);
  await keep("content");
  expect(await claiming).toBe(true);
});

test("a sweep that cannot ask puts back what it has taken, and says so", async () => {
  const kept = await old("content");
  const asked = { ...versions(), isReferenced: () => Promise.reject(new Error("no database")) };
  await expect(sweepRecord(asked, data)).rejects.toThrow("no database");
  expect(await record()).toEqual([kept.sha256]);
});

test("what a worker that died had taken aside is put back where it is needed, and goes later where it is not", async () => {
  const [needed, unneeded] = [await old("needed"), await old("unneeded")];
  for (const { path: place, sha256 } of [needed, unneeded]) {
    const left = path.join(data.recordRoot, `leaving-${newId()}-${sha256}`);
    await writeFile(left, await readFile(place));
    await age(left, 2 * day);
    await rm(place);
  }
  expect(await sweepRecord(versions(undefined, [needed.sha256]), data)).toBe(0);
  expect(await record()).toEqual(expect.arrayContaining([needed.sha256]));
  // Another worker may be at it still.
  expect(await record()).toHaveLength(2);
  const now = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(now + day / 2);
  expect(await sweepRecord(versions(undefined, [needed.sha256]), data)).toBe(1);
  expect(await record()).toEqual([needed.sha256]);
  expect((await stat(needed.path)).size).toBe("needed".length);
});

test("what somebody has put anew is not replaced by what was taken aside", async () => {
  const kept = await keep("content");
  const left = path.join(data.recordRoot, `leaving-${newId()}-${kept.sha256}`);
  await writeFile(left, "broke");
  expect(await sweepRecord(versions(undefined, [kept.sha256]), data)).toBe(0);
  expect(await record()).toEqual([kept.sha256]);
  expect(await readFile(kept.path, "utf8")).toBe("content");
});
