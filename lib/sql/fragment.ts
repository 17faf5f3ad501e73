/**
 * SQL as data: text, quoted names, literals and secrets stay apart until a dialect renders them, so that nothing is ever
 * concatenated into a statement and a plan can be stored without the keys it needs.
 */

/** Names key material; the engine asks for the bytes when it runs the statement. Never the bytes themselves. */
export interface SecretRef {
  /** The linkage domain, e.g. `person.phone` or `shop/customers.id`. */
  readonly domain: string;
  /** What the derived key is for; keys of different purposes are independent (HKDF info). */
  readonly purpose: string;
  /** `inner` and `outer` are the 64-byte HMAC pads (RFC 2104), `raw` the 32-byte key. */
  readonly form: "raw" | "inner" | "outer";
}

export type LiteralValue = string | number | bigint | boolean | null;

export type SqlPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "literal"; readonly value: LiteralValue }
  | { readonly kind: "secret"; readonly ref: SecretRef };

export class Sql {
  readonly pieces: readonly SqlPiece[];
  constructor(pieces: readonly SqlPiece[]) {
    this.pieces = pieces;
  }
}

export type SqlInput = Sql | LiteralValue;

const toPieces = (value: SqlInput): readonly SqlPiece[] =>
  value instanceof Sql ? value.pieces : [{ kind: "literal", value }];

/** A fragment. A plain interpolated value becomes a literal, a fragment is spliced in. */
export function sql(strings: TemplateStringsArray, ...values: readonly SqlInput[]): Sql {
  const pieces: SqlPiece[] = [];
  strings.forEach((text, index) => {
    if (text !== "") pieces.push({ kind: "text", text });
    const value = values[index];
    if (index < values.length && value !== undefined) pieces.push(...toPieces(value));
  });
  return new Sql(pieces);
}

/** A quoted identifier, or a dotted path of them. */
export function name(...path: readonly string[]): Sql {
  return new Sql(
    path.flatMap((part, index): SqlPiece[] => [
      ...(index > 0 ? [{ kind: "text", text: "." } as const] : []),
      { kind: "name", name: part },
    ]),
  );
}

export const literal = (value: LiteralValue): Sql => new Sql([{ kind: "literal", value }]);
export const secret = (ref: SecretRef): Sql => new Sql([{ kind: "secret", ref }]);

/** The same fragment with something else in the place of each secret. */
export const replaceSecrets = (fragment: Sql, replace: (ref: SecretRef) => Sql): Sql =>
  new Sql(
    fragment.pieces.flatMap((piece) => (piece.kind === "secret" ? replace(piece.ref).pieces : [piece])),
  );

/** Text of our own code, such as a keyword or a type name. Never give it anything from a user. */
export const unsafeText = (text: string): Sql => new Sql([{ kind: "text", text }]);

export function join(fragments: readonly Sql[], separator: Sql = unsafeText(", ")): Sql {
  return new Sql(
    fragments.flatMap((f, index) => (index > 0 ? [...separator.pieces, ...f.pieces] : f.pieces)),
  );
}

export const and = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`true`
    : join(
        conditions.map((c) => sql`(${c})`),
        unsafeText(" and "),
      );
export const or = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`false`
    : join(
        conditions.map((c) => sql`(${c})`),
        unsafeText(" or "),
      );

/** A list literal, `[a, b]`. */
export const list = (values: readonly LiteralValue[]): Sql => sql`[${join(values.map(literal))}]`;
