import type { RetentionPolicy } from "#lib/contracts";
import type { HeldOne, Holding } from "#lib/db/server";

const millisecondsPerDay = 86_400_000;

export interface RetentionPlan {
  readonly removed: readonly { readonly holding: Holding; readonly why: "older" | "withdrawn" }[];
  /** Would go if nothing were made from them. */
  readonly spared: readonly {
    readonly holding: Holding;
    readonly madeFrom: readonly { readonly module: string; readonly number: number }[];
  }[];
  readonly kept: readonly Holding[];
}

type Verdict = "kept" | "older" | "withdrawn";

/** `rank`: how many newer ones of its module and its environment, that are not withdrawn, the place holds. */
function verdictOf(policy: RetentionPolicy, holding: Holding, rank: number, now: Date): Verdict {
  const { keepLast, keepDays, withdrawnDays } = policy;
  if (holding.keptAt !== undefined || holding.isLatest) return "kept";
  const age = (since: Date) => (now.getTime() - since.getTime()) / millisecondsPerDay;
  if (
    holding.withdrawnAt !== undefined &&
    withdrawnDays !== undefined &&
    age(holding.withdrawnAt) >= withdrawnDays
  )
    return "withdrawn";
  if (keepLast === undefined && keepDays === undefined) return "kept";
  const isAmongLast = keepLast !== undefined && rank < keepLast;
  const isYoung = keepDays !== undefined && age(holding.createdAt) < keepDays;
  return isAmongLast || isYoung ? "kept" : "older";
}

/** Versions that follow one another: names of modules and environments have no blanks. */
const rowOf = ({ module, environment }: Holding): string => `${module} ${environment ?? ""}`;

type MadeFrom = readonly { readonly module: string; readonly number: number }[];

export interface KnownOfVersions {
  readonly now: Date;
  /** What was made from each of some versions, by their ids. */
  madeFrom(ids: readonly string[]): Promise<ReadonlyMap<string, MadeFrom>>;
}

/**
 * What a policy says of what a place holds. Each environment has its own row of a module's versions. The newest one there and those
 * that somebody marked never go; one that others were made from only where the policy says so.
 */
export async function planRetention(
  policy: RetentionPolicy,
  holdings: readonly Holding[],
  known: KnownOfVersions,
): Promise<RetentionPlan> {
  const due: { holding: Holding; why: "older" | "withdrawn" }[] = [];
  const kept: Holding[] = [];
  for (const row of Map.groupBy(holdings, rowOf).values()) {
    let rank = 0;
    for (const holding of row.toSorted((a, b) => b.number - a.number)) {
      const why = verdictOf(policy, holding, rank, known.now);
      if (holding.withdrawnAt === undefined) rank += 1;
      if (why === "kept") kept.push(holding);
      else due.push({ holding, why });
    }
  }
  const made = await madeFromDue(
    policy,
    due.map(({ holding }) => holding.id),
    known,
  );
  return {
    removed: due.filter(({ holding }) => !made.has(holding.id)),
    spared: due.flatMap(({ holding }) => {
      const madeFrom = made.get(holding.id);
      return madeFrom ? [{ holding, madeFrom }] : [];
    }),
    kept,
  };
}

/** What spares versions that are due, by their ids. */
const madeFromDue = async (
  policy: RetentionPolicy,
  due: readonly string[],
  known: KnownOfVersions,
): Promise<ReadonlyMap<string, MadeFrom>> =>
  policy.evenMadeFrom === true || due.length === 0 ? new Map() : known.madeFrom(due);

/** Why one version still goes, by what the place holds by now; undefined where it stays. */
export async function stillDue(
  policy: RetentionPolicy,
  { holding, newer }: HeldOne,
  known: KnownOfVersions,
): Promise<"older" | "withdrawn" | undefined> {
  const why = verdictOf(policy, holding, newer, known.now);
  if (why === "kept") return undefined;
  return (await madeFromDue(policy, [holding.id], known)).has(holding.id) ? undefined : why;
}
