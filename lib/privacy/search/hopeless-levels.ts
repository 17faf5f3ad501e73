import type { Lattice } from "./lattice.ts";

/** Choices of levels that are certain to suppress too many rows: with one, all that are more special. */
export class HopelessLevels {
  private readonly lattice: Lattice;
  private readonly marks: Uint8Array;

  constructor(lattice: Lattice) {
    this.lattice = lattice;
    this.marks = new Uint8Array(lattice.size);
  }

  has(node: number): boolean {
    return this.marks[node] === 1;
  }

  add(levels: readonly number[]): void {
    this.mark(levels, 0, 0);
  }

  private mark(levels: readonly number[], place: number, from: number): void {
    const { order, strides } = this.lattice;
    const at = order[place] ?? 0;
    const level = levels[at] ?? 0;
    const stride = strides[at] ?? 1;
    if (place >= order.length - 1) {
      this.marks.fill(1, from, from + level + 1);
      return;
    }
    for (let own = 0; own <= level; own++) this.mark(levels, place + 1, from + own * stride);
  }

  /** The lowest level of each column that is not known to be hopeless, where the first `depth` columns have these levels. */
  lowest(levels: readonly number[], depth: number): readonly number[] {
    const { order, strides, tops } = this.lattice;
    const lowest = [...levels];
    let node = 0;
    for (const [place, at] of order.entries())
      node += ((place < depth ? levels[at] : tops[at]) ?? 0) * (strides[at] ?? 0);
    for (const at of order.slice(depth)) {
      const stride = strides[at] ?? 0;
      let level = tops[at] ?? 0;
      for (let below = node - stride; level > 0 && !this.has(below); below -= stride) level--;
      lowest[at] = level;
    }
    return lowest;
  }
}
