import { AppError } from "#lib/kernel";

/**
 * Does the same work for every item, a bounded number of them at once; the answers stand in the items' order, whichever came
 * first. The first failure stops the others, and it is told when none of them runs any more.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, signal: AbortSignal) => Promise<R>,
  outer: AbortSignal,
): Promise<readonly R[]> {
  const answers = new Map<number, R>();
  const failure = new AbortController();
  const signal = AbortSignal.any([outer, failure.signal]);
  const queue = items.entries();
  const workOff = async (): Promise<void> => {
    // One iterator for all: whoever is free takes the next item.
    for (const [at, item] of queue) {
      if (signal.aborted) return;
      try {
        answers.set(at, await work(item, signal));
      } catch (error) {
        // What fails because another one failed is no news.
        if (!failure.signal.aborted) failure.abort(error);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, workOff));
  if (failure.signal.aborted) throw failure.signal.reason;
  if (outer.aborted) throw outer.reason instanceof AppError ? outer.reason : new AppError("run-cancelled");
  // Nothing failed, so every item has its answer.
  return items.map((_, at) => answers.get(at) as R);
}
