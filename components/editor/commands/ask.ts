/** What a command has to know first. */
export type Ask =
  | { readonly kind: "add-tables" }
  | {
      readonly kind: "connect";
      readonly table: string;
      /** Two tables that somebody joined by dragging: who refers to whom is proposed by their names. */
      readonly other?: string | undefined;
      readonly column?: string | undefined;
    }
  | { readonly kind: "rename"; readonly table: string; readonly column?: string | undefined }
  /** A group that is there, or one to be made, of this table to begin with. */
  | { readonly kind: "group"; readonly group?: string | undefined; readonly table?: string | undefined }
  | { readonly kind: "cleanse"; readonly table: string }
  | { readonly kind: "check"; readonly table: string };

export interface DialogProps<Kind extends Ask["kind"]> {
  readonly ask: Extract<Ask, { kind: Kind }>;
  readonly close: () => void;
}
