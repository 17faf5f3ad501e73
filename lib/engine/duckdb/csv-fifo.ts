import { execFile } from "node:child_process";
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
 * When either side fails the other one is released, so that neither hangs on a pipe that nobody opens.
 */
export async function throughFifo<T>(
  folder: string,
  stream: Readable,
  read: (file: string) => Promise<T>,
): Promise<T> {
  const fifo = path.join(folder, `${newId()}.csv`);
  await run("mkfifo", ["-m", "600", fifo]);
  let streamError: unknown;
  // A reading end of our own keeps the writer's open from blocking forever where the engine refuses the file early.
  const guard = await open(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const target = createWriteStream(fifo, { highWaterMark: 1 << 20 });
  const writing = pipeline(stream, target)
    .catch((error: unknown) => {
      streamError = error;
    })
    .finally(() => guard.close());
  try {
    const result = await read(fifo);
    await writing;
    if (streamError !== undefined) throw streamError;
    return result;
  } catch (error) {
    stream.destroy();
    target.destroy();
    await writing;
    throw streamError ?? error;
  } finally {
    await rm(fifo, { force: true });
  }
}
