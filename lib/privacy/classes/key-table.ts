const grown = (size: number): number => 2 ** Math.ceil(Math.log2(Math.max(1024, size)));

/** Slots that hashing begins with. */
const leastSlots = 2 ** 14;
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
  private forgotten = 0;
  private mask = 0;
  /** By slot: the number, then both parts of the key, so that a look costs the processor one line of memory. */
  private hashed = new Int32Array(4 * leastSlots);
  private hashedEpoch = 0;
  /** By number: where its key was first met, as a place in `ids`. */
  firsts: Int32Array = new Int32Array(1024);

  /** Begins to number keys, at most `count` of them different. Where keys are few, below `space`, each has a slot of its own. */
  begin(space: number, count: number): void {
    const direct = space <= Math.max(65_536, Math.min(8 * count, mostDirect));
    if (this.mask === 0) this.epoch += this.found;
    else this.hashedEpoch += this.found;
    this.found = 0;
    this.forgotten = 0;
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
    if (this.hashedEpoch > 2 ** 31 - 2 - count) {
      this.hashed.fill(0);
      this.hashedEpoch = 0;
    }
    this.mask = leastSlots - 1;
  }

  /** Writes the numbers of some more keys, each of two parts, to `ids` from `at` on; answers how many different ones there are so far. */
  add(firsts: Int32Array, seconds: Int32Array, count: number, ids: Int32Array, at: number): number {
    if (this.mask > 0 && 2 * (this.found - this.forgotten + count) > this.mask)
      this.widen(2 * (this.mask + 1));
    this.found =
      this.mask === 0
        ? this.addByPlace(firsts, count, ids, at)
        : this.addByHash(firsts, seconds, count, ids, at);
    return this.found;
  }

  /** Forgets the keys so far, because they do not come again; numbers go on. What is near the processor stays so. */
  cut(): void {
    this.forgotten = this.found;
    if (this.mask > 0) this.mask = leastSlots - 1;
  }

  /** Puts the keys that are known into more slots: few at first, so that few keys stay near the processor. */
  private widen(slots: number): void {
    const { hashed: old, hashedEpoch: epoch, mask, found, forgotten } = this;
    const keys = new Int32Array(2 * (found - forgotten));
    for (let slot = 0; slot < 4 * (mask + 1); slot += 4) {
      const known = (old[slot] ?? 0) - epoch - forgotten - 1;
      if (known < 0) continue;
      keys[2 * known] = old[slot + 1] ?? 0;
      keys[2 * known + 1] = old[slot + 2] ?? 0;
    }
    this.mask = slots - 1;
    if (old.length < 4 * slots) this.hashed = new Int32Array(4 * slots);
    else old.fill(0, 0, 4 * slots);
    const { hashed } = this;
    const wrap = 4 * slots - 1;
    for (let id = forgotten; id < found; id++) {
      const a = keys[2 * (id - forgotten)] ?? 0;
      const b = keys[2 * (id - forgotten) + 1] ?? 0;
      let slot = (hashOf(a, b) & this.mask) << 2;
      while ((hashed[slot] ?? 0) > epoch + forgotten) slot = (slot + 4) & wrap;
      hashed[slot] = epoch + id + 1;
      hashed[slot + 1] = a;
      hashed[slot + 2] = b;
    }
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
    const { forgotten } = this;
    let { found } = this;
    for (let at = 0; at < count; at++) {
      const a = firsts[at] ?? 0;
      const b = seconds[at] ?? 0;
      let slot = (hashOf(a, b) & mask) << 2;
      for (;;) {
        const id = (hashed[slot] ?? 0) - epoch - 1;
        if (id < forgotten) {
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

function hashOf(a: number, b: number): number {
  const hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
