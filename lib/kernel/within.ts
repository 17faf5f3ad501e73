/** Waits for something to be over, but not for longer than so. A failure in time is the caller's. */
export async function within(over: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([over, late]).finally(() => clearTimeout(timer));
}
