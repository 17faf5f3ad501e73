/** A new random identifier (UUID version 4). */
export function newId(): string {
  return globalThis.crypto.randomUUID();
}
