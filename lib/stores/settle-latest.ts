const mostLooks = 10;

/**
 * Shows what is the newest version, in words that tell it from every other, and looks again whether it still is: others may come and
 * go meanwhile.
 */
export async function settleLatest(
  find: () => Promise<string | undefined>,
  show: (newest: string | undefined) => Promise<unknown>,
): Promise<void> {
  let last = await find();
  for (let looks = 0; looks < mostLooks; looks += 1) {
    await show(last);
    const now = await find();
    if (now === last) return;
    last = now;
  }
}
