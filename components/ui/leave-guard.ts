/** Says whether something would be left behind, and asks whoever wants to go. */
export interface LeaveGuard {
  readonly isHolding: () => boolean;
  /** Goes on where it is agreed to. */
  readonly ask: (go: () => void) => void;
}

let guard: LeaveGuard | undefined;

/** Puts a guard at the door of the page that is open. @returns what takes it away */
export function guardLeaving(next: LeaveGuard): () => void {
  guard = next;
  return () => {
    if (guard === next) guard = undefined;
  };
}

/** Whether an address is another page, and somebody at the door has a question. The App Router has no event for leaving. */
export const isHeld = (href: string): boolean =>
  guard !== undefined &&
  new URL(href, window.location.href).pathname !== window.location.pathname &&
  guard.isHolding();

/** Goes to another page of the product, unless what would be left behind is asked about and stays. */
export function leave(href: string, go: () => void): void {
  if (guard && isHeld(href)) guard.ask(go);
  else go();
}
