import { AppError } from "#lib/kernel";

/**
 * Reads what a client sends. Who leaves in the middle of it is no failure of ours: nobody waits for the answer, and nothing
 * belongs into the log. @throws AppError `request-aborted`
 */
export async function whileReading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError("request-aborted", {}, { cause });
  }
}
