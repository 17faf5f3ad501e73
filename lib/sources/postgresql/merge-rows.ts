import { Readable } from "node:stream";

const quote = 0x22;
const newline = 0x0a;

/** Where the last whole row of CSV ends, and whether a text is still open at the end. */
export function lastRowEnd(chunk: Uint8Array, wasQuoted: boolean): { end: number; isQuoted: boolean } {
  let isQuoted = wasQuoted;
  let end = 0;
  for (let at = 0; at < chunk.length; at++) {
    const byte = chunk[at];
    if (byte === quote) isQuoted = !isQuoted;
    else if (byte === newline && !isQuoted) end = at + 1;
  }
  return { end, isQuoted };
}

/** Whole rows of one part, however its bytes are cut. */
async function* wholeRows(part: Readable): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let wasQuoted = false;
  for await (const chunk of part as AsyncIterable<Buffer>) {
    const { end, isQuoted } = lastRowEnd(chunk, wasQuoted);
    wasQuoted = isQuoted;
    if (end > 0) {
      yield rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)]);
      rest = Buffer.from(chunk.subarray(end));
    } else rest = Buffer.concat([rest, chunk]);
  }
  if (rest.length > 0) yield rest;
}

/** Rows of several streams of CSV as they come, none cut by another's; who reads slowly keeps all of them waiting. */
export function mergeRows(parts: readonly Readable[]): Readable {
  async function* rows(): AsyncGenerator<Buffer> {
    const sources = parts.map((part) => wholeRows(part));
    const waiting = new Map(sources.map((source, index) => [index, next(source, index)]));
    try {
      while (waiting.size > 0) {
        const { index, result } = await Promise.race(waiting.values());
        const source = sources[index];
        if (result.done || !source) waiting.delete(index);
        else {
          waiting.set(index, next(source, index));
          yield result.value;
        }
      }
    } finally {
      // One that fails ends all: nothing goes on reading for nobody.
      for (const part of parts) part.destroy();
      await Promise.allSettled(waiting.values());
    }
  }
  const merged = Readable.from(rows(), { objectMode: false, highWaterMark: 1 << 20 });
  merged.once("close", () => {
    for (const part of parts) part.destroy();
  });
  return merged;
}

function next(source: AsyncGenerator<Buffer>, index: number) {
  const step = source.next().then((result) => ({ index, result }));
  // What fails while nobody asks for a row is told by the next race; meanwhile it is no failure without a listener.
  step.catch(() => undefined);
  return step;
}
