import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/**
 * The lines of a stream that somebody else writes, at most so many bytes each: of a longer one nothing is kept, and it is said.
 * @param onTooLong called once, at the first line that is longer; no line follows it
 */
export async function* boundedLines(
  stream: Readable,
  mostBytes: number,
  onTooLong: () => void,
): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder("utf8");
  let held: string[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const pieces = decoder.write(chunk).split("\n");
      for (const [at, piece] of pieces.entries()) {
        if (at > 0) {
          yield held.join("");
          held = [];
          bytes = 0;
        }
        bytes += Buffer.byteLength(piece);
        if (bytes > mostBytes) {
          onTooLong();
          return undefined;
        }
        if (piece !== "") held.push(piece);
      }
    }
  } catch {
    // Its writer is gone in the middle of a line: no line.
  }
  return undefined;
}
