/** All choices of levels, numbered: the level of the last column in `order` changes fastest. */
export class Lattice {
  readonly tops: readonly number[];
  readonly strides: readonly number[];
  readonly order: readonly number[];
  /** How many choices there are. */
  readonly size: number;

  constructor(levels: readonly number[], order: readonly number[] = [...levels.keys()]) {
    this.tops = levels.map((count) => count - 1);
    this.order = order;
    let size = 1;
    const strides = levels.map(() => 0);
    for (const at of order.toReversed()) {
      strides[at] = size;
      size *= levels[at] ?? 1;
    }
    this.strides = strides;
    this.size = size;
  }

  numberOf(levels: readonly number[]): number {
    return levels.reduce((sum, level, at) => sum + level * (this.strides[at] ?? 0), 0);
  }

  /** Every choice from the most general on, each after all that are more general. The same array is used again. */
  *fromTheTop(): Generator<readonly number[]> {
    const levels = [...this.tops];
    const columns = this.order.toReversed();
    for (let left = this.size; left > 0; left--) {
      yield levels;
      for (const at of columns) {
        const level = levels[at] ?? 0;
        levels[at] = level === 0 ? (this.tops[at] ?? 0) : level - 1;
        if (level > 0) break;
      }
    }
  }
}
