/** Says that an object of ours does not hold what it should. */
export class UnreadableObject extends Error {
  readonly key: string;
  constructor(key: string, cause: unknown) {
    super("an object of ours cannot be read", { cause });
    this.key = key;
  }
}
