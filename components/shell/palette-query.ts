/** What a query can be narrowed to, by the key that its prefix begins with: the same key of the Cyrillic layout counts too. */
const prefixes = {
  module: ["m", "ь"],
  version: ["d", "в"],
  run: ["r", "к"],
  // The second is Cyrillic.
  column: ["c", "с"],
} as const;
export type PaletteKind = keyof typeof prefixes;

const kinds = ["module", "version", "run", "column"] as const satisfies readonly PaletteKind[];

export interface PaletteQuery {
  /** Only these are wanted. */
  readonly kind?: PaletteKind | undefined;
  readonly text: string;
}

/** `c: email` looks for columns alone. */
export function paletteQuery(query: string): PaletteQuery {
  const [, letter, rest] = /^\s*(\p{L})\s*:(.*)$/su.exec(query) ?? [];
  const kind = kinds.find((one) => prefixes[one].some((known) => known === letter?.toLowerCase()));
  return kind && rest !== undefined ? { kind, text: rest.trim() } : { text: query.trim() };
}
