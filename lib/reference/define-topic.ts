import type { Entry, Topic } from "./entry.ts";

/** A topic whose entries are made when they are first asked for: processes that show no Help do not pay for them. */
export function defineTopic({
  entries,
  ...topic
}: Omit<Topic, "entries"> & { entries(): readonly Entry[] }): Topic {
  let made: readonly Entry[] | undefined;
  return {
    ...topic,
    get entries() {
      made ??= entries();
      return made;
    },
  };
}
