/** Work that is done again and again. */
export interface Repeating {
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Does work every so many milliseconds, never twice at a time: what came due while it took longer is left out. */
export function repeat(every: number, work: () => Promise<void>): Repeating {
  let current: Promise<void> | undefined;
  const timer = setInterval(() => {
    current ??= work().finally(() => {
      current = undefined;
    });
  }, every);
  return {
    stop: async () => {
      clearInterval(timer);
      await current;
    },
  };
}
