import { diffRevisions } from "#lib/operations/server";
import { routeFor } from "#lib/web/server";

export const GET = routeFor(diffRevisions, {
  input: ({ name, from, to }) => {
    const side = (value: unknown) => (value === "draft" ? value : Number(value));
    return { module: name, from: side(from), to: side(to) };
  },
});
