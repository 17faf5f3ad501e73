import { newId, systemClock, within } from "#lib/kernel";

/** Something that may take longer than a request waits, and goes on by itself. */
export interface LongWork<About, Made> {
  readonly id: string;
  readonly about: About;
  readonly since: Date;
  /** What it came to. */
  outcome?: ({ readonly made: Made } | { readonly error: unknown }) & { readonly at: Date };
  /** Somebody has been told what it came to. */
  isTold: boolean;
}

export interface LongWorks<About, Made> {
  /**
   * Answers a work as it is after a moment: over, or still going on. Whoever asks for the same meanwhile gets the same one.
   * @param key names what is asked for
   * @param waitedFor the work that was waited for: what it came to is told, where anybody else's attempt begins anew
   */
  ask(
    key: string,
    about: About,
    make: (about: About) => Promise<Made>,
    waitedFor?: string,
  ): Promise<LongWork<About, Made>>;
  /** The newest of those that are meant. */
  find(isMeant: (work: LongWork<About, Made>) => boolean): LongWork<About, Made> | undefined;
}

interface Begun<About, Made> {
  readonly work: LongWork<About, Made>;
  readonly over: Promise<void>;
}

/** What a work came to is kept so long for who comes back for it. */
const keptMilliseconds = 3_600_000;

/** @param grace milliseconds that a request waits for what may be there already */
export function longWorks<About, Made>(
  grace: number,
  kept: number = keptMilliseconds,
): LongWorks<About, Made> {
  const works = new Map<string, Begun<About, Made>>();

  const begin = (key: string, about: About, make: (about: About) => Promise<Made>): Begun<About, Made> => {
    const work: LongWork<About, Made> = { id: newId(), about, since: systemClock.now(), isTold: false };
    const over = make(about).then(
      (made) => {
        work.outcome = { made, at: systemClock.now() };
      },
      (error: unknown) => {
        work.outcome = { error, at: systemClock.now() };
      },
    );
    // The newest one stands last.
    works.delete(key);
    works.set(key, { work, over });
    return { work, over };
  };
  const sweep = () => {
    const oldest = systemClock.now().getTime() - kept;
    for (const [key, { work }] of works)
      if (work.outcome && work.outcome.at.getTime() < oldest) works.delete(key);
  };

  return {
    ask: async (key, about, make, waitedFor) => {
      sweep();
      const known = works.get(key);
      const isOther = known?.work.outcome !== undefined && known.work.id !== waitedFor;
      const { work, over } = known && !isOther ? known : begin(key, about, make);
      await within(over, grace);
      if (work.outcome) work.isTold = true;
      return work;
    },
    find: (isMeant) => {
      sweep();
      return [...works.values()].map(({ work }) => work).findLast(isMeant);
    },
  };
}
