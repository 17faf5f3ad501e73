import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { type BareSession, countRows, gentleSession } from "./gentle-session.ts";
import { sourceDrivers } from "./server.ts";

const drivers = sourceDrivers({
  network: { privateHosts: "all" },
  files: {
    inspect: () => Promise.reject(new Error("not used")),
    run: () => Promise.reject(new Error("not used")),
    inspectDatabase: () => Promise.reject(new Error("not used")),
    runInDatabase: () => Promise.reject(new Error("not used")),
  },
});

/** A session whose only table is this stream. */
const streaming = (stream: Readable, rows: number, bytes = 0): BareSession => ({
  snapshotAt: new Date(0),
  describe: async () => [],
  extract: async () => ({ kind: "csv", columns: [], stream, rowsSent: () => rows, bytesSent: () => bytes }),
  sampleScript: async () => "",
  close: async () => undefined,
});

const streamOf = async (session: BareSession): Promise<Readable> => {
  const intake = await session.extract("t", "select 1");
  if (intake.kind !== "csv") throw new TypeError("csv was expected");
  return intake.stream;
};

describe("rows of CSV", () => {
  it("are counted through quotes, wherever the bytes are cut", () => {
    const csv = Buffer.from('1,"a\nb ""c""\n"\n2,\n3,""\n');
    for (let size = 1; size <= csv.length; size++) {
      const count = countRows();
      let rows = 0;
      for (let at = 0; at < csv.length; at += size) rows += count(csv.subarray(at, at + size));
      expect(rows).toBe(3);
    }
  });
});

describe("the pace of a session", () => {
  it("gives all bytes, no sooner than its rows may take, and counts them", async () => {
    const lines = Array.from({ length: 100 }, (_, n) => `${n},"х\n"\n`);
    const sent = lines.map((line) => Buffer.from(line));
    const bytes = Buffer.concat(sent).length;
    const session = gentleSession(streaming(Readable.from(sent), 100, bytes), {
      signal: new AbortController().signal,
      rowsPerSecond: 200,
    });
    const startedAt = performance.now();
    const csv = await text(await streamOf(session));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(500);
    expect(csv).toBe(lines.join(""));
    const cost = session.cost();
    expect(cost).toMatchObject({ queries: 1, rows: 100, bytes: Buffer.byteLength(csv) });
    expect(cost.longestQuerySeconds).toBe(cost.seconds);
    // What waits here does not keep a query open that has ended at its source.
    expect(cost.seconds).toBeLessThan(0.3);
  });

  it("keeps the source waiting rather than the rows here", async () => {
    let made = 0;
    const source = new Readable({
      highWaterMark: 1024,
      read() {
        made += 1;
        this.push(made > 1000 ? null : Buffer.from(`${"x".repeat(1023)}\n`));
      },
    });
    const session = gentleSession(streaming(source, 1000), {
      signal: new AbortController().signal,
      rowsPerSecond: 20,
    });
    const stream = await streamOf(session);
    stream.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(made).toBeGreaterThan(3);
    // What a stream keeps by itself, and the six rows of this time.
    expect(made).toBeLessThan(100);
    stream.destroy();
    await expect.poll(() => source.destroyed).toBe(true);
  });

  it("ends at once when the run is cancelled, however long the next rows would have waited", async () => {
    const abort = new AbortController();
    const source = Readable.from([Buffer.from("1\n"), Buffer.from("2\n")]);
    const session = gentleSession(streaming(source, 2), { signal: abort.signal, rowsPerSecond: 0.01 });
    const reading = text(await streamOf(session));
    setTimeout(() => abort.abort(), 50);
    const startedAt = performance.now();
    const error = await reading.catch((reason: unknown) => reason);
    expect(error instanceof AppError && error.code).toBe("run-cancelled");
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(source.destroyed).toBe(true);
  });

  it("hands on the error of its source", async () => {
    const source = new Readable({ read: () => undefined });
    const session = gentleSession(streaming(source, 0), { signal: new AbortController().signal });
    const reading = text(await streamOf(session));
    source.destroy(new AppError("source-interrupted", { source: "s", table: "t" }));
    const error = await reading.catch((reason: unknown) => reason);
    expect(error instanceof AppError && error.code).toBe("source-interrupted");
  });
});

describe("fingerprints", () => {
  const place = { host: "db.corp", database: "d", user: "u" };
  // Approvals are given for these very hashes.
  it.each([
    ["postgresql", "c0d277c9a7dcf58d324488c2655393593e5488a66555e210680dfa0d1c426a73"],
    ["mysql", "f66b0ace5e19e6c53745877e98a180eeb3ba6d6b25e21b35c9bd589adb888415"],
  ] as const)("of %s stay what they were, and tell a replica alone", (kind, hash) => {
    const { fingerprint } = drivers[kind];
    expect(fingerprint(place)).toBe(hash);
    expect(fingerprint({ ...place, rowsPerSecond: 5, mostActiveQueries: 3 })).toBe(hash);
    const replicated = fingerprint({ ...place, replicaHost: "replica.corp" });
    expect(replicated).not.toBe(hash);
    expect(fingerprint({ ...place, replicaHost: "replica.corp", rowsPerSecond: 5 })).toBe(replicated);
    expect(fingerprint({ ...place, replicaHost: "other.corp" })).not.toBe(replicated);
    expect(fingerprint({ ...place, replicaHost: "replica.corp", replicaPort: 6000 })).not.toBe(replicated);
  });
});
