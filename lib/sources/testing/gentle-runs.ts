import { text } from "node:stream/consumers";
import { expect, it, type TestContext } from "vitest";
import { AppError } from "#lib/kernel";
import type { SessionOptions, SourceDriver, SourceTools } from "../definition.ts";

// What every database server that is read gently has to show, and what its own tests are made of.

/** Of a process that reads servers and no files. */
export const toolsForServers: SourceTools = {
  network: { privateHosts: "all" },
  files: {
    inspect: () => Promise.reject(new Error("not used")),
    run: () => Promise.reject(new Error("not used")),
    inspectDatabase: () => Promise.reject(new Error("not used")),
    runInDatabase: () => Promise.reject(new Error("not used")),
  },
};

export const optionsOf = (extra: Partial<SessionOptions> = {}): SessionOptions => ({
  runName: "gentle",
  signal: new AbortController().signal,
  scratch: "/tmp",
  ...extra,
});

export async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error("an AppError was expected", { cause: error });
  return error;
}

/** Reads what each script gives in one session of its own. */
export async function readAll<C>(driver: SourceDriver<C>, on: C, ...scripts: readonly string[]) {
  const session = await driver.open(on, optionsOf());
  try {
    const csv: string[] = [];
    for (const script of scripts) {
      await session.describe("t", script);
      const intake = await session.extract("t", script);
      if (intake.kind !== "csv") throw new TypeError("csv was expected");
      csv.push(await text(intake.stream));
    }
    return { csv, cost: session.cost(), replica: session.replica };
  } finally {
    await session.close();
  }
}

/** Rows of the table `notes` (`id`, and a `note` of two lines). */
export const notes = 2000;
/** Rows of the table `big` (`id`, and a hundred letters): more than what lies between a server and its reader holds. */
export const bigRows = 300_000;

interface GentleServer<C> {
  /** A reader's, to both tables. */
  readonly config: C;
  /** What the reader's queries of this name are doing, in the server's words; empty where it has none. */
  readonly states: (runName: string) => Promise<string>;
}

/** The same for every kind of server, on a real one. */
export function testGentleRuns<C extends { rowsPerSecond?: number | undefined }>(
  driver: SourceDriver<C>,
  /** In the kind's own words: a query that takes half a second, and the state of a server that waits for its reader. */
  words: { readonly sleep: string; readonly waiting: string },
  start: (context: TestContext) => Promise<GentleServer<C>>,
): void {
  it("reads no faster than it may, and says what it cost", async (context) => {
    const { config } = await start(context);
    const startedAt = performance.now();
    const { csv, cost } = await readAll(driver, { ...config, rowsPerSecond: 1000 }, "select * from notes");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual((notes / 1000) * 1000);
    expect(cost).toMatchObject({ queries: 1, rows: notes, bytes: Buffer.byteLength(csv[0] ?? "") });
  });

  it("adds up its queries", async (context) => {
    const { config } = await start(context);
    const scripts = ["select * from notes", words.sleep, "select * from big"];
    const startedAt = performance.now();
    const { csv, cost } = await readAll(driver, config, ...scripts);
    const whole = (performance.now() - startedAt) / 1000;
    expect(cost.queries).toBe(3);
    expect(cost.rows).toBe(notes + 1 + bigRows);
    expect(cost.bytes).toBe(csv.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
    expect(cost.longestQuerySeconds).toBeGreaterThanOrEqual(0.49);
    expect(cost.seconds).toBeGreaterThan(cost.longestQuerySeconds);
    expect(cost.seconds).toBeLessThan(whole);
    expect(JSON.stringify(cost)).not.toContain("notes");
  });

  it("keeps the server waiting, and is cancelled there at once", async (context) => {
    const { config, states } = await start(context);
    const runName = "gentle to cancel";
    const abort = new AbortController();
    const session = await driver.open(
      { ...config, rowsPerSecond: 10 },
      optionsOf({ runName, signal: abort.signal }),
    );
    const intake = await session.extract("big", "select * from big");
    if (intake.kind !== "csv") throw new TypeError("csv was expected");
    const reading = errorOf(text(intake.stream));
    await expect.poll(() => states(runName), { timeout: 5000 }).toContain(words.waiting);
    const abortedAt = performance.now();
    abort.abort();
    expect((await reading).code).toBe("run-cancelled");
    expect(performance.now() - abortedAt).toBeLessThan(1000);
    await expect.poll(() => states(runName), { timeout: 5000 }).toBe("");
    await session.close();
  });
}
