/** Something that happened, told for a moment. */
export interface ShortNotice {
  readonly id: number;
  readonly text: string;
  readonly tone: "good" | "bad";
  /** What can be done about it while it is shown. */
  readonly action?: NoticeAction | undefined;
}

export interface NoticeAction {
  readonly text: string;
  readonly run: () => void;
}

/** Failures stay longer: they are sentences that say what to do. */
const shownFor = { good: 4000, bad: 8000 } as const;
/** Long enough to read it and to reach its button. */
const shownWithAction = 10_000;
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
export function notify(text: string, tone: ShortNotice["tone"], action?: NoticeAction): void {
  lastId += 1;
  const id = lastId;
  change([...current, { id, text, tone, action }].slice(-most));
  setTimeout(() => dismissNotice(id), action ? shownWithAction : shownFor[tone]);
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
