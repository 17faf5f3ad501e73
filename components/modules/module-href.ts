/** What is asked of a page in its address; what is undefined is not. */
function withSearch(path: string, asked: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(asked)) if (value !== undefined) search.set(key, value);
  return search.size === 0 ? path : `${path}?${search}`;
}

/** A module's page where it is looked at in an environment; without one, as the document is written. */
export const moduleHref = (
  name: string,
  environment: string | undefined,
  tab?: "history" | "review",
): string => withSearch(`/modules/${name}`, { tab, environment });

/** The editor of a module's document, with the data of an environment. */
export const editorHref = (name: string, environment: string | undefined, dock?: "problems"): string =>
  withSearch(`/modules/${name}/edit`, { dock, environment });
