import { expect, test } from "vitest";
import type { Holding } from "#lib/db/server";
import { planRetention } from "./plan-retention.ts";

const now = new Date("2026-06-01T00:00:00Z");

/** Versions of one module, made a day apart, by where each was made; the newest of each is the one that is read. */
const holdings = (environments: readonly (string | undefined)[], module = "visits"): readonly Holding[] =>
  environments.map((environment, index) => ({
    id: `${module}-${index + 1}`,
    module,
    number: index + 1,
    environment,
    versionId: "",
    runId: "",
    revisionId: "",
    createdAt: new Date(now.getTime() - (environments.length - index) * 86_400_000),
    withdrawnAt: undefined,
    keptAt: undefined,
    isLatest: !environments.slice(index + 1).includes(environment),
    bytes: 1,
    byScript: false,
  }));

const known = { now, madeFrom: async () => new Map() };
const removedOf = async (given: readonly Holding[], keepLast: number) =>
  (await planRetention({ keepLast }, given, known)).removed.map(({ holding }) => holding.id).sort();

test("each environment keeps its own last versions: many tests push out no version of production", async () => {
  const made = ["production", undefined, "production", "test", "test", "test", "test"];
  expect(await removedOf(holdings(made), 2)).toEqual(["visits-4", "visits-5"]);
  expect(await removedOf([...holdings(made), ...holdings(["test"], "doctors")], 1)).toEqual([
    "visits-1",
    "visits-4",
    "visits-5",
    "visits-6",
  ]);
});
