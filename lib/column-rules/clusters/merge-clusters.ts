/** A row of the clusters' statement. */
export interface Neighbours {
  readonly from: string;
  readonly to: string;
  readonly fromRows: number;
  readonly toRows: number;
}

/** Values to write as one. `from` is in the order of the values. */
export interface Cluster {
  readonly to: string;
  readonly from: readonly string[];
  /** Rows whose value would change. */
  readonly rows: number;
}

class Forest {
  readonly #parents = new Map<string, string>();

  rootOf(value: string): string {
    let root = value;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    // Shortens the way for the next question.
    for (let at = value; at !== root; ) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    if (rootA !== rootB) this.#parents.set(rootA, rootB);
  }
}

/** By code points, as the engine orders texts. */
const encoder = new TextEncoder();
function before(a: string, b: string): number {
  const [x, y] = [encoder.encode(a), encoder.encode(b)];
  const at = x.findIndex((byte, index) => byte !== y[index]);
  return at < 0 ? x.length - y.length : (x[at] ?? 0) - (y[at] ?? -1);
}

/** Joins neighbours into clusters; each is written as its most frequent value, ties as the smallest. Most rows first. */
export function mergeClusters(neighbours: readonly Neighbours[]): readonly Cluster[] {
  const forest = new Forest();
  const rows = new Map<string, number>();
  for (const { from, to, fromRows, toRows } of neighbours) {
    forest.join(from, to);
    rows.set(from, fromRows).set(to, toRows);
  }
  const groups = Map.groupBy(rows.keys(), (value) => forest.rootOf(value));
  const clusters = [...groups.values()].map((members) => {
    const ordered = members.toSorted((a, b) => (rows.get(b) ?? 0) - (rows.get(a) ?? 0) || before(a, b));
    const [to = "", ...rest] = ordered;
    const changed = rest.reduce((sum, value) => sum + (rows.get(value) ?? 0), 0);
    return { to, from: rest.toSorted(before), rows: changed };
  });
  return clusters.toSorted((a, b) => b.rows - a.rows || before(a.to, b.to));
}

/** The clusters as pairs of `map-values`. */
export const pairsOf = (clusters: readonly Cluster[]): [from: string, to: string][] =>
  clusters.flatMap(({ from, to }) => from.map((value): [string, string] => [value, to]));
