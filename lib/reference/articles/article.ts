import type { HelpArticleId } from "#lib/contracts";
import type { Text } from "#lib/kernel";

export type Block =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "list"; readonly isOrdered?: boolean; readonly items: readonly Text[] }
  | { readonly kind: "terms"; readonly items: readonly Term[] }
  | { readonly kind: "code"; readonly label: Text; readonly code: string }
  /** Under `public`, drawn by `e2e/screenshots.ts`. */
  | { readonly kind: "picture"; readonly source: `/screenshots/${string}.png`; readonly text: Text }
  /** The keys that the pages themselves know; with `isEditor` those of the editor alone. */
  | { readonly kind: "shortcuts"; readonly isEditor?: true };

/** A word and what it means; `id` is its anchor on the page. */
export interface Term {
  readonly id: string;
  readonly term: Text;
  readonly text: Text;
}

/** A page of Help that no registry makes. */
export interface Article {
  readonly id: HelpArticleId;
  readonly title: Text;
  readonly summary: Text;
  readonly sections: readonly {
    readonly id: string;
    readonly title: Text;
    readonly blocks: readonly Block[];
  }[];
}
