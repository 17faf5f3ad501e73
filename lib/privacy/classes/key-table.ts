const grown = (size: number): number => 2 ** Math.ceil(Math.log2(Math.max(1024, size)));

/**
 * Numbers equal keys alike, in the order of their first appearance. Its buffers are used again from one grouping to the next:
 * a slot counts only when it holds more than `epoch`, so nothing has to be cleared.
 */
export class KeyTable {
  private slots = new Int32Array(1024);
  private epoch = 0;
  private first = new Int32Array(1024);
  private second = new Int32Array(1024);

  /** Writes the number of each key to `ids` and answers how many there are. Keys are below `space`. */
  number(keys: Int32Array, space: number, count: number, ids: Int32Array): number {
    // A slot per possible key, while that is not much more than a hash table would take.
    return space <= Math.max(65_536, 8 * count)
      ? this.byPlace(keys, space, count, ids)
      : this.byHash(keys, keys, count, ids);
  }

  /** As `number`, for keys of two parts. */
  numberPairs(first: Int32Array, second: Int32Array, count: number, ids: Int32Array): number {
    return this.byHash(first, second, count, ids);
  }

  private begin(slots: number, count: number): void {
    if (this.slots.length < slots) {
      this.slots = new Int32Array(grown(slots));
      this.epoch = 0;
    }
    if (this.epoch > 2 ** 31 - 2 - count) {
      this.slots.fill(0);
      this.epoch = 0;
    }
  }

  private byPlace(keys: Int32Array, space: number, count: number, ids: Int32Array): number {
    this.begin(space, count);
    const { slots, epoch } = this;
    let found = 0;
    for (let at = 0; at < count; at++) {
      const key = keys[at] ?? 0;
      const id = (slots[key] ?? 0) - epoch - 1;
      if (id >= 0) ids[at] = id;
      else {
        ids[at] = found;
        found++;
        slots[key] = epoch + found;
      }
    }
    this.epoch += found;
    return found;
  }

  private byHash(firsts: Int32Array, seconds: Int32Array, count: number, ids: Int32Array): number {
    const size = grown(2 * count);
    this.begin(size, count);
    if (this.first.length < count) {
      this.first = new Int32Array(grown(count));
      this.second = new Int32Array(grown(count));
    }
    const { slots, epoch, first, second } = this;
    const mask = size - 1;
    let found = 0;
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
          ids[at] = found;
          found++;
          slots[slot] = epoch + found;
          break;
        }
        if (first[id] === a && second[id] === b) {
          ids[at] = id;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    this.epoch += found;
    return found;
  }
}
