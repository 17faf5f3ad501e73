import type { StoreContext } from "./definition.ts";

/** Whether what a failed write has left may be removed: where somebody else goes on with the run it may be theirs already. */
export const mayTakeBack = async ({ assertOwned }: Pick<StoreContext, "assertOwned">): Promise<boolean> =>
  assertOwned === undefined ||
  assertOwned().then(
    () => true,
    () => false,
  );
