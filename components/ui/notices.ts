/** Something that happened, told for a moment. */
export interface ShortNotice {
  readonly id: number;
  readonly text: string;
  readonly tone: "good" | "bad";
}

/** Failures stay longer: they are sentences that say what to do. */
const shownFor = { good: 4000, bad: 8000 } as const;
/** More than these would hide the page. */
const most = 4;

let current: readonly ShortNotice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly ShortNotice[]) {
  current = next;
  for (const listener of listeners) listener();
}

/** Shows a notice in the corner of whatever page is open. */
export function notify(text: string, tone: ShortNotice["tone"]): void {
  lastId += 1;
  const id = lastId;
  change([...current, { id, text, tone }].slice(-most));
  setTimeout(() => dismissNotice(id), shownFor[tone]);
}

export const dismissNotice = (id: number): void => change(current.filter((one) => one.id !== id));

/** For `useSyncExternalStore`. */
export const shortNotices = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  now: () => current,
  onServer: () => noNotices,
};
const noNotices: readonly ShortNotice[] = [];
