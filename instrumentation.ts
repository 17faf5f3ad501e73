/** Opens the records when the server starts, so that a missing key or database is said then and not to the first visitor. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { openAtStart } = await import("#lib/web/server");
  await openAtStart();
}
