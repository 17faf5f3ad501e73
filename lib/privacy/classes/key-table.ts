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
  private first = new Int32Array(1024);
  private second = new Int32Array(1024);
  /** By number: where its key was first met, as a place in `ids`. */
  firsts: Int32Array = new Int32Array(1024);

  /** Begins to number keys, at most `count` of them different. Where keys are few, below `space`, each has a slot of its own. */
  begin(space: number, count: number): void {
    this.epoch += this.found;
    this.found = 0;
    const direct = space <= Math.max(65_536, Math.min(8 * count, mostDirect));
    const slots = direct ? space : grown(2 * count);
    this.mask = direct ? 0 : slots - 1;
    if (this.slots.length < slots) {
      this.slots = new Int32Array(grown(slots));
      this.epoch = 0;
    }
    if (this.epoch > 2 ** 31 - 2 - count) {
      this.slots.fill(0);
      this.epoch = 0;
    }
    if (this.firsts.length < count) this.firsts = new Int32Array(grown(count));
    if (!direct && this.first.length < count) {
      this.first = new Int32Array(grown(count));
      this.second = new Int32Array(grown(count));
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
    const { slots, epoch, mask, first, second, firsts: met } = this;
    let { found } = this;
    for (let at = 0; at < count; at++) {
      const a = firsts[at] ?? 0;
      const b = seconds[at] ?? 0;
      let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      let slot = (hash ^ (hash >>> 13)) & mask;
      for (;;) {
        const id = (slots[slot] ?? 0) - epoch - 1;
        if (id < 0) {
          first[found] = a;
          second[found] = b;
          ids[from + at] = found;
          met[found] = from + at;
          found++;
          slots[slot] = epoch + found;
          break;
        }
        if (first[id] === a && second[id] === b) {
          ids[from + at] = id;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    return found;
  }
}
