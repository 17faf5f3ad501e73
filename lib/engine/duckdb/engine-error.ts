import { AppError } from "#lib/kernel";

/** Where the engine was when it failed; names only. */
export interface EnginePlace {
  readonly stage: string;
  readonly table: string;
}

const noSpace = /no space left|disk full|ENOSPC|max_temp_directory_size/i;
const noMemory = /out of memory|could not allocate|failed to (pin|allocate) block/i;

/** The class of an engine's message, "Conversion Error" …, which holds no value. */
const errorClass = (message: string): string =>
  /^([A-Z][A-Za-z ]{2,40}?)(?: Error)?:/.exec(message)?.[1] ?? "Unknown";

/** Turns what the engine threw into an error that shows no value; the engine's own words stay in `cause`. */
export function engineError(error: unknown, place: EnginePlace, memory: string, folder: string): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (noSpace.test(message)) return new AppError("disk-full", { folder }, { place, cause: error });
  if (/^INTERRUPT/i.test(message)) return new AppError("run-cancelled", {}, { place, cause: error });
  if (noMemory.test(message)) {
    return new AppError("engine-memory", { ...place, limit: memory }, { place, cause: error });
  }
  return new AppError("engine-failed", { ...place, detail: errorClass(message) }, { place, cause: error });
}
