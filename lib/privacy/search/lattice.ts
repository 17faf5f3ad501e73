/** All choices of levels, numbered: the last column's level changes fastest. */
export class Lattice {
  readonly tops: readonly number[];
  readonly strides: readonly number[];
  /** How many choices there are. */
  readonly size: number;

  constructor(levels: readonly number[]) {
    this.tops = levels.map((count) => count - 1);
    let size = 1;
    const strides = levels.map(() => 0);
    for (let at = levels.length - 1; at >= 0; at--) {
      strides[at] = size;
      size *= levels[at] ?? 1;
    }
    this.strides = strides;
    this.size = size;
  }

  levelsOf(node: number): number[] {
    let rest = node;
    return this.strides.map((stride) => {
      const level = Math.floor(rest / stride);
      rest -= level * stride;
      return level;
    });
  }

  numberOf(levels: readonly number[]): number {
    return levels.reduce((sum, level, at) => sum + level * (this.strides[at] ?? 0), 0);
  }

  /** All nodes, most general first: each comes after everything above it. */
  fromTheTop(): Int32Array {
    const heights = new Uint16Array(this.size);
    for (let at = 0; at < this.tops.length; at++) {
      const stride = this.strides[at] ?? 1;
      const count = (this.tops[at] ?? 0) + 1;
      for (let node = 0; node < this.size; node++)
        heights[node] = (heights[node] ?? 0) + (Math.floor(node / stride) % count);
    }
    const highest = this.tops.reduce((sum, top) => sum + top, 0);
    const from = new Int32Array(highest + 2);
    for (const height of heights) from[highest - height + 1] = (from[highest - height + 1] ?? 0) + 1;
    for (let at = 1; at < from.length; at++) from[at] = (from[at] ?? 0) + (from[at - 1] ?? 0);
    const order = new Int32Array(this.size);
    for (let node = 0; node < this.size; node++) {
      const layer = highest - (heights[node] ?? 0);
      order[from[layer] ?? 0] = node;
      from[layer] = (from[layer] ?? 0) + 1;
    }
    return order;
  }
}
