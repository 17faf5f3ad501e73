/** Lines along one axis: equal ones by their size, or each with its own. In pixels. */
export type Sizes = number | readonly number[];

/** Where each line begins, and behind the last one where all end. */
export interface Track {
  readonly count: number;
  readonly total: number;
  readonly startOf: (index: number) => number;
  readonly sizeOf: (index: number) => number;
  /** The line that a place falls into. */
  readonly at: (place: number) => number;
}

export function trackOf(count: number, sizes: Sizes): Track {
  if (typeof sizes === "number")
    return {
      count,
      total: count * sizes,
      startOf: (index) => index * sizes,
      sizeOf: () => sizes,
      at: (place) => Math.floor(place / sizes),
    };
  const starts = [0];
  for (const size of sizes.slice(0, count)) starts.push((starts.at(-1) ?? 0) + size);
  return {
    count,
    total: starts[count] ?? 0,
    startOf: (index) => starts[index] ?? 0,
    sizeOf: (index) => sizes[index] ?? 0,
    at: (place) => {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle + 1] ?? 0) > place) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

/** The lines from `from` up to before `to` that show between two places, and `beyond` more on either side. */
export function windowOf(track: Track, at: number, length: number, beyond: number) {
  const from = Math.max(0, Math.min(track.count, track.at(at)) - beyond);
  const to = Math.min(track.count, track.at(Math.max(at, at + length - 1)) + 1 + beyond);
  return { from, to: Math.max(from, to) };
}

/** Where to scroll so that a line shows whole, moving as little as does it. */
export function scrolledTo(track: Track, index: number, at: number, length: number): number {
  const start = track.startOf(index);
  const end = start + track.sizeOf(index);
  if (start < at) return start;
  return end > at + length ? end - length : at;
}
