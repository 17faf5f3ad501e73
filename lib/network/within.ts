/** Work that must be over in time: where it is not, `late` is called, which has to make it fail. */
export async function within<T>(milliseconds: number, late: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(late, milliseconds);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
