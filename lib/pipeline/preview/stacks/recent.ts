/** How many previews may pass before what nobody asked for is forgotten: enough to go back to what one has just seen. */
const patience = 4;

/** What was made for a preview, by what it was made of, for as long as previews ask for it. */
export class Recent<T> {
  readonly #entries = new Map<string, { readonly value: T; age: number }>();

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry) entry.age = 0;
    return entry?.value;
  }

  set(key: string, value: T): void {
    this.#entries.set(key, { value, age: 0 });
  }

  /** A preview is over; answers what is forgotten now. */
  age(): readonly T[] {
    const old = [...this.#entries].filter(([, entry]) => ++entry.age > patience);
    for (const [key] of old) this.#entries.delete(key);
    return old.map(([, { value }]) => value);
  }

  clear(): readonly T[] {
    const all = [...this.#entries.values()].map(({ value }) => value);
    this.#entries.clear();
    return all;
  }
}
