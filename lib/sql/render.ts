import type { LiteralValue, SecretRef, Sql } from "./fragment.ts";

/** What a dialect must say about writing names and literals. */
export interface Quoting {
  name(name: string): string;
  literal(value: LiteralValue): string;
  parameter(index: number): string;
}

/** A statement ready to run: secrets are positional parameters, each named once. */
export interface RenderedSql {
  readonly text: string;
  readonly secrets: readonly SecretRef[];
}

const secretKey = (ref: SecretRef): string => JSON.stringify([ref.domain, ref.purpose, ref.form]);

export function render(fragment: Sql, quoting: Quoting): RenderedSql {
  const secrets = new Map<string, { ref: SecretRef; index: number }>();
  let text = "";
  for (const piece of fragment.pieces) {
    if (piece.kind === "text") text += piece.text;
    else if (piece.kind === "name") text += quoting.name(piece.name);
    else if (piece.kind === "literal") text += quoting.literal(piece.value);
    else {
      const key = secretKey(piece.ref);
      const known = secrets.get(key) ?? { ref: piece.ref, index: secrets.size + 1 };
      secrets.set(key, known);
      text += quoting.parameter(known.index);
    }
  }
  return { text, secrets: [...secrets.values()].map((s) => s.ref) };
}
