import type { FieldMeta } from "#lib/contracts";

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What is written, where it is no text. */
  readonly literal?: number | boolean;
}

/** Inputs that any form draws. */
export type PlainKind =
  | "text"
  | "secret"
  | "lines"
  | "number"
  | "boolean"
  | "choice"
  | "texts"
  | "objects"
  | "file";

/** Inputs that only forms of the editor draw. */
export type EditorKind =
  /** One value that is a text, a number or yes and no. */
  | "scalar"
  | "scalars"
  | "numbers"
  /** Several of a list, in order. */
  | "choices"
  /** Two texts a line. */
  | "pairs"
  /** Any number of texts a line. */
  | "rows"
  /** Fields inside one. */
  | "object"
  /** A use of another rule. */
  | "use"
  /** One or several things of the module, by name. */
  | "name"
  | "names"
  /** A text in a language. */
  | "code";

/** One input of a form drawn from a variant's schema. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly kind: PlainKind | EditorKind;
  readonly isRequired: boolean;
  readonly options?: readonly Choice[];
  readonly initial?: unknown;
  /** Fields of each object, for `objects` and `object`. */
  readonly fields?: readonly Field[];
  /** What a scalar may be beside a text. */
  readonly also?: readonly ("number" | "boolean")[];
  /** An empty text is a value of its own. */
  readonly mayBeEmpty?: boolean;
  /** Limits of a number. */
  readonly least?: number;
  readonly most?: number;
  readonly isWhole?: boolean;
  readonly meta?: FieldMeta;
}
