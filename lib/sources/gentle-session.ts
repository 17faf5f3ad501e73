import { finished, pipeline, type Readable, Transform } from "node:stream";
import type { SourceCost } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { Intake, SourceSession } from "./definition.ts";

/** A session before anybody counts what it costs. */
export type BareSession = Omit<SourceSession, "cost">;

/** One query whose rows are streamed, as its source sees it. */
interface Reading {
  readonly startedAt: number;
  endedAt?: number;
  readonly rows: () => number;
  readonly bytes: () => number;
}

const quote = 0x22;
const newline = 0x0a;

/** Counts the rows of CSV as its bytes come: a line that ends inside quotes is no row's end. */
export function countRows(): (chunk: Uint8Array) => number {
  let isQuoted = false;
  return (chunk) => {
    let rows = 0;
    for (const byte of chunk) {
      if (byte === quote) isQuoted = !isQuoted;
      else if (byte === newline && !isQuoted) rows += 1;
    }
    return rows;
  };
}

/** Seconds to the millisecond. */
export const thousandth = (seconds: number): number => Math.round(seconds * 1000) / 1000;

function costOf(readings: readonly Reading[]): SourceCost {
  const now = performance.now();
  const seconds = readings.map(({ startedAt, endedAt }) => ((endedAt ?? now) - startedAt) / 1000);
  const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
  return {
    queries: readings.length,
    rows: sum(readings.map((reading) => reading.rows())),
    bytes: sum(readings.map((reading) => reading.bytes())),
    seconds: thousandth(sum(seconds)),
    longestQuerySeconds: thousandth(Math.max(0, ...seconds)),
  };
}

interface Pace {
  readonly signal: AbortSignal;
  readonly rowsPerSecond?: number | undefined;
}

/** Hands on bytes no faster than a pace allows; what waits here keeps its source waiting. Aborting ends the wait at once. */
function paced(source: Readable, rowsPerSecond: number, signal: AbortSignal): Readable {
  const rowsOf = countRows();
  let timer: NodeJS.Timeout | undefined;
  // Rows that did not come while the source was still thinking give no right to a burst.
  let due = 0;
  const out = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      this.push(chunk);
      const now = performance.now();
      due = Math.max(due, now) + (rowsOf(chunk) / rowsPerSecond) * 1000;
      timer = setTimeout(done, Math.ceil(due - now));
    },
  });
  const abort = () =>
    out.destroy(signal.reason instanceof AppError ? signal.reason : new AppError("run-cancelled"));
  signal.addEventListener("abort", abort, { once: true });
  out.once("close", () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  });
  pipeline(source, out, () => undefined);
  // Whoever reads is told; a stream that nobody reads yet must not end the process.
  out.on("error", () => undefined);
  return out;
}

/** A session that counts what it costs its source, and whose rows come at the pace that the source allows. */
export function gentleSession<S extends BareSession>(
  session: S,
  { rowsPerSecond, signal }: Pace,
): S & SourceSession {
  const readings: Reading[] = [];
  const counted = (intake: Intake): Intake => {
    if (intake.kind !== "csv") return intake;
    const reading: Reading = {
      startedAt: performance.now(),
      rows: () => intake.rowsSent?.() ?? 0,
      bytes: () => intake.bytesSent?.() ?? 0,
    };
    readings.push(reading);
    finished(intake.stream, { writable: false }, () => {
      reading.endedAt = performance.now();
    });
    // Without a pace nothing stands between the source and who reads.
    if (rowsPerSecond === undefined) return intake;
    return { ...intake, stream: paced(intake.stream, rowsPerSecond, signal) };
  };
  return {
    ...session,
    extract: async (...given) => counted(await session.extract(...given)),
    cost: () => costOf(readings),
  };
}
