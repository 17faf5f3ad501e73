import { text } from "node:stream/consumers";
import { expect, it, type TestContext } from "vitest";
import { AppError } from "#lib/kernel";
import type { TestTcpProxy } from "#lib/testing";
import type { SessionOptions } from "../definition.ts";
import type { BareSession } from "../gentle-session.ts";
import type { Patience } from "../patience.ts";
import { optionsOf } from "./gentle-runs.ts";

// What every database server has to show that falls silent.

/** `done`, or the code of what went wrong. */
export const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

export async function streamOf(session: Pick<BareSession, "extract">, script: string) {
  const intake = await session.extract("t", script);
  if (intake.kind !== "csv") throw new TypeError("csv was expected");
  return intake.stream;
}

/** Waits so long that a test ends first. */
export const unhurried: Patience = { answer: 60_000, silence: 60_000, idle: 60_000 };

export interface SilentServer {
  /** What stands before the server. */
  readonly proxy: TestTcpProxy;
  /** A session through it, whose waiting is as short as a test's. */
  impatient(patience: Partial<Patience>, given: SessionOptions): Promise<BareSession>;
}

/** The same for every kind of server, on a real one that has a table `big`. */
export function testSilentServers(
  /** How many rows `big` has, and a script in the kind's own words that gives more of them than are ever read here. */
  { rows, endless }: { readonly rows: number; readonly endless: string },
  start: (context: TestContext) => Promise<SilentServer>,
): void {
  it("in the middle of a stream ends it, and closing does not wait for it", async (context) => {
    const { proxy, impatient } = await start(context);
    const session = await impatient({ silence: 1000 }, optionsOf());
    const reading = outcomeOf(text(await streamOf(session, endless)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    proxy.fallSilent();
    expect(await reading).toBe("source-interrupted");
    await session.close();
  }, 30_000);

  it("before it answers a question ends the question", async (context) => {
    const { proxy, impatient } = await start(context);
    const session = await impatient({ answer: 500 }, optionsOf());
    proxy.fallSilent();
    expect(await outcomeOf(session.describe("t", "select 1 as one"))).toBe("source-interrupted");
    await session.close();
  }, 30_000);

  it("while a run is cancelled holds it up for seconds only", async (context) => {
    const { proxy, impatient } = await start(context);
    const stop = new AbortController();
    const session = await impatient({}, optionsOf({ signal: stop.signal }));
    expect(await outcomeOf(session.describe("t", "select 1 as one"))).toBe("done");
    proxy.fallSilent();
    const asked = outcomeOf(session.describe("t", "select 2 as two"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const abortedAt = performance.now();
    stop.abort();
    expect(await asked).toBe("run-cancelled");
    await session.close();
    expect(performance.now() - abortedAt).toBeLessThan(15_000);
  }, 30_000);

  it("with an idle connection lets a session be closed", async (context) => {
    const { proxy, impatient } = await start(context);
    const session = await impatient({}, optionsOf());
    proxy.fallSilent();
    const closedAt = performance.now();
    await session.close();
    expect(performance.now() - closedAt).toBeLessThan(8000);
  }, 30_000);

  it("is not blamed where it is we who do not read", async (context) => {
    const { impatient } = await start(context);
    const session = await impatient({ silence: 500 }, optionsOf());
    const stream = await streamOf(session, "select * from big");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect((await text(stream)).split("\n").length).toBe(rows + 1);
    await session.close();
  }, 30_000);
}
