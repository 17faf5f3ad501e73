import { AppError } from "#lib/kernel";
import type { StoreContext } from "./definition.ts";

/** Why work in a store was ended from outside: what its run says, its time, or that nobody wants it any more. */
export function whyEnded({ store, signal }: Pick<StoreContext, "store" | "signal">): AppError {
  const reason: unknown = signal.reason;
  if (reason instanceof AppError) return reason;
  const isLate = reason instanceof Error && reason.name === "TimeoutError";
  return isLate
    ? new AppError("store-failed", { store, detail: "ETIMEDOUT" }, { cause: reason })
    : new AppError("run-cancelled", {}, { cause: reason });
}
