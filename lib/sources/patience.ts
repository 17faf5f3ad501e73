/** How long a session waits for its server, in milliseconds: the server's own limits end nothing where it falls silent. */
export interface Patience {
  /** For the answer to a question of ours, which does no work. */
  readonly answer: number;
  /** For the next row of a query. */
  readonly silence: number;
  /** A connection that nobody uses is asked whether it is still there. */
  readonly idle: number;
}

/** Of one who waits for an answer: a question that takes longer is ended at the server, whoever has left meanwhile. */
export const askingSeconds = 45;

/** What the server has ended in time is known by then. */
export const askingMilliseconds = (askingSeconds + 15) * 1000;

const answerSeconds = 30;
/** A query that the server ends in time has this long to say so. */
const lateSeconds = 60;
const idleSeconds = 300;

interface Limits {
  readonly statementTimeout: number;
  readonly lockTimeout: number;
}

export const patienceOf = ({ statementTimeout, lockTimeout }: Limits): Patience => ({
  // The names of a script may wait for a lock twice: alone, and in the statement that is made of it.
  answer: (answerSeconds + 2 * lockTimeout) * 1000,
  silence: (statementTimeout + lateSeconds) * 1000,
  idle: idleSeconds * 1000,
});

/** The same source, whose longest query is no longer than somebody waits. */
export const noLongerThan = <C extends Limits>(config: C, seconds = Number.POSITIVE_INFINITY): C => ({
  ...config,
  statementTimeout: Math.min(config.statementTimeout, seconds),
});

/**
 * Asks something now and then until it is stopped: an idle connection is ended by its server, or by what lies between. Whoever
 * asks leaves out what is busy.
 */
export function keepingAlive(milliseconds: number, ask: () => void): { stop(): void } {
  const timer = setInterval(ask, milliseconds);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Calls `late` once nothing has been heard for so long while somebody waited for it; whoever does not read waits for nothing. */
export function watchSilence(
  milliseconds: number,
  isWaiting: () => boolean,
  late: () => void,
): { heard(): void; stop(): void } {
  let heardAt = performance.now();
  const heard = () => {
    heardAt = performance.now();
  };
  const look = () => {
    if (!isWaiting()) return heard();
    if (performance.now() - heardAt < milliseconds) return;
    clearInterval(timer);
    late();
  };
  const timer = setInterval(look, Math.min(milliseconds / 4, 10_000));
  return { heard, stop: () => clearInterval(timer) };
}
