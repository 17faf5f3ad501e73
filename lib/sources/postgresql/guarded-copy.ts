import { type Readable, Transform } from "node:stream";
import { watchSilence } from "../patience.ts";

/** Passes bytes on and counts them, with backpressure; an error comes out as ours, and silence for too long is told once. */
export function guardedCopy(
  copy: Readable,
  toError: (error: unknown) => Error,
  { milliseconds, late }: { readonly milliseconds: number; readonly late: () => void },
) {
  let bytes = 0;
  const out = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      silence.heard();
      done(null, chunk);
    },
  });
  const isWaiting = () => out.writableLength === 0 && out.readableLength < out.readableHighWaterMark;
  const silence = watchSilence(milliseconds, isWaiting, late);
  copy.on("error", (error) => out.destroy(toError(error)));
  copy.on("close", () => {
    if (!copy.readableEnded && !out.destroyed)
      out.destroy(toError(new Error("Connection terminated unexpectedly")));
  });
  copy.pipe(out);
  copy.once("end", silence.stop);
  out.once("close", () => {
    silence.stop();
    if (!copy.readableEnded) copy.destroy();
  });
  return { stream: out, bytesSent: () => bytes };
}
