const grown = (size: number): number => 2 ** Math.ceil(Math.log2(Math.max(1024, size)));

/** Slots of keys that are their own place: more are further than what hashing costs. */
const mostDirect = 2 ** 22;

/**
 * Numbers equal keys alike, in the order of their first appearance. Its buffers are used again from one grouping to the next:
 * a slot counts only when it holds more than `epoch`, so nothing has to be cleared.
 */
export class KeyTable {
  private slots = new Int32Array(1024);
  private epoch = 0;
  private found = 0;
  private mask = 0;
  /** By slot: the number, then both parts of the key, so that a look costs the processor one line of memory. */
  private hashed = new Int32Array(4096);
  private hashedEpoch = 0;
  /** By number: where its key was first met, as a place in `ids`. */
  firsts: Int32Array = new Int32Array(1024);

  /** Begins to number keys, at most `count` of them different. Where keys are few, below `space`, each has a slot of its own. */
  begin(space: number, count: number): void {
    const direct = space <= Math.max(65_536, Math.min(8 * count, mostDirect));
    if (this.mask === 0) this.epoch += this.found;
    else this.hashedEpoch += this.found;
    this.found = 0;
    if (this.firsts.length < count) this.firsts = new Int32Array(grown(count));
    if (direct) {
      this.mask = 0;
      if (this.slots.length < space) {
        this.slots = new Int32Array(grown(space));
        this.epoch = 0;
      } else if (this.epoch > 2 ** 31 - 2 - count) {
        this.slots.fill(0);
        this.epoch = 0;
      }
      return;
    }
    const slots = grown(2 * count);
    this.mask = slots - 1;
    if (this.hashed.length < 4 * slots) {
      this.hashed = new Int32Array(4 * slots);
      this.hashedEpoch = 0;
    } else if (this.hashedEpoch > 2 ** 31 - 2 - count) {
      this.hashed.fill(0);
      this.hashedEpoch = 0;
    }
  }

  /** Writes the numbers of some more keys, each of two parts, to `ids` from `at` on; answers how many different ones there are so far. */
  add(firsts: Int32Array, seconds: Int32Array, count: number, ids: Int32Array, at: number): number {
    this.found =
      this.mask === 0
        ? this.addByPlace(firsts, count, ids, at)
        : this.addByHash(firsts, seconds, count, ids, at);
    return this.found;
  }

  private addByPlace(keys: Int32Array, count: number, ids: Int32Array, from: number): number {
    const { slots, epoch, firsts } = this;
    let { found } = this;
    for (let at = 0; at < count; at++) {
      const key = keys[at] ?? 0;
      const id = (slots[key] ?? 0) - epoch - 1;
      if (id >= 0) ids[from + at] = id;
      else {
        ids[from + at] = found;
        firsts[found] = from + at;
        found++;
        slots[key] = epoch + found;
      }
    }
    return found;
  }

  private addByHash(
    firsts: Int32Array,
    seconds: Int32Array,
    count: number,
    ids: Int32Array,
    from: number,
  ): number {
    const { hashed, hashedEpoch: epoch, mask, firsts: met } = this;
    const wrap = 4 * (mask + 1) - 1;
    let { found } = this;
    for (let at = 0; at < count; at++) {
      const a = firsts[at] ?? 0;
      const b = seconds[at] ?? 0;
      let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      let slot = ((hash ^ (hash >>> 13)) & mask) << 2;
      for (;;) {
        const id = (hashed[slot] ?? 0) - epoch - 1;
        if (id < 0) {
          hashed[slot + 1] = a;
          hashed[slot + 2] = b;
          ids[from + at] = found;
          met[found] = from + at;
          found++;
          hashed[slot] = epoch + found;
          break;
        }
        if (hashed[slot + 1] === a && hashed[slot + 2] === b) {
          ids[from + at] = id;
          break;
        }
        slot = (slot + 4) & wrap;
      }
    }
    return found;
  }
}
