import { execFile } from "node:child_process";
import { once } from "node:events";
import { constants, createWriteStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { newId } from "#lib/kernel";

const run = promisify(execFile);

/**
 * Lets `read` take a stream as a file: the bytes pass through a named pipe and never touch the disk.
 * The writer's open waits for the reader's; where the reader fails before it opens the pipe, the writer is let go.
 */
export async function throughFifo<T>(
  folder: string,
  stream: Readable,
  read: (file: string) => Promise<T>,
): Promise<T> {
  const fifo = path.join(folder, `${newId()}.csv`);
  await run("mkfifo", ["-m", "600", fifo]);
  const target = createWriteStream(fifo, { highWaterMark: 1 << 20 });
  let streamError: unknown;
  const writing = pipeline(stream, target).catch((error: unknown) => {
    streamError = error;
  });
  try {
    const result = await read(fifo);
    await writing;
    if (streamError !== undefined) throw streamError;
    return result;
  } catch (error) {
    // A reading end that never blocks: it releases a writer which still waits for the engine to open the pipe. It is closed as
    // soon as the writer is in, or one that waits for room in a full pipe would wait for ever.
    const release = await open(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    stream.destroy();
    if (target.pending && !target.closed) await Promise.race([once(target, "open"), once(target, "close")]);
    target.destroy();
    await release.close();
    await writing;
    throw streamError ?? error;
  } finally {
    await rm(fifo, { force: true });
  }
}
