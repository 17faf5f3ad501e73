import type { Engine, Lane } from "#lib/engine";

/** One job for whichever lane of the engine is free. */
export async function alone<T>(engine: Engine, job: (lane: Lane) => Promise<T>): Promise<T> {
  const [done] = await engine.together([async (lane) => ({ value: await job(lane) })]);
  if (!done) throw new TypeError("a job without an outcome");
  return done.value;
}

/** What all of them come to; a failure is thrown when every one has ended, so that none is still at work. */
export async function allEnded<const T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [At in keyof T]: Awaited<T[At]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
