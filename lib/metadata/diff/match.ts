import canonicalize from "canonicalize";

/** Equal as JSON: the order of keys means nothing, an absent key is an undefined one. */
export const equal = (a: unknown, b: unknown): boolean =>
  canonicalize(JSON.parse(JSON.stringify({ value: a }))) ===
  canonicalize(JSON.parse(JSON.stringify({ value: b })));

export interface Pair<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
  /** Stands after another neighbour than before, those added and removed left out. */
  readonly hasMoved: boolean;
  /** What happened to it and where it stands now; where it stood, if it is gone. */
  place(...list: readonly (string | number)[]): {
    readonly action: "added" | "removed" | "changed" | "moved" | undefined;
    readonly path: readonly (string | number)[];
  };
}

/** The longest run of keys that kept their order: what is not in it has moved. */
function kept(a: readonly string[], b: readonly string[]): ReadonlySet<string> {
  const lengths = a.map(() => b.map(() => 0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found = new Set<string>();
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const key = a[i];
    if (key !== undefined && key === b[j]) {
      found.add(key);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return found;
}

/** Brings together the members of two lists by a key; of equal keys, the first with the first. */
export function matched<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (member: T) => string,
): readonly Pair<T>[] {
  const keyed = (list: readonly T[]) => {
    const counts = new Map<string, number>();
    return list.map((member, index) => {
      const key = keyOf(member);
      const nth = counts.get(key) ?? 0;
      counts.set(key, nth + 1);
      return { key, id: JSON.stringify([key, nth]), member, index };
    });
  };
  const a = keyed(before);
  const b = keyed(after);
  const inBoth = (id: string) => a.some((one) => one.id === id) && b.some((one) => one.id === id);
  const steady = kept(a.map(({ id }) => id).filter(inBoth), b.map(({ id }) => id).filter(inBoth));
  return [...new Set([...b, ...a].map(({ id }) => id))].map((id) => {
    const old = a.find((one) => one.id === id);
    const now = b.find((one) => one.id === id);
    const hasMoved = old !== undefined && now !== undefined && !steady.has(id);
    return {
      key: (now ?? old)?.key ?? "",
      before: old?.member,
      after: now?.member,
      hasMoved,
      place(...list) {
        const action =
          old === undefined
            ? "added"
            : now === undefined
              ? "removed"
              : !equal(old.member, now.member)
                ? "changed"
                : hasMoved
                  ? "moved"
                  : undefined;
        return { action, path: [...list, (now ?? old)?.index ?? 0] };
      },
    };
  });
}
