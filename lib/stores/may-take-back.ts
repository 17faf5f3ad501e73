import { AppError } from "#lib/kernel";
import type { StoreContext } from "./definition.ts";

/** Whether what a failed write has left may be removed: where somebody else goes on with the run it may be theirs already. */
export async function mayTakeBack({
  signal,
  assertOwned,
}: Pick<StoreContext, "signal" | "assertOwned">): Promise<boolean> {
  const reason: unknown = signal.aborted ? signal.reason : undefined;
  if (reason instanceof AppError && reason.code === "run-lease-lost") return false;
  if (assertOwned === undefined) return true;
  return assertOwned().then(
    () => true,
    () => false,
  );
}
