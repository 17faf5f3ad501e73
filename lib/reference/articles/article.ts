import type { HelpArticleId } from "#lib/contracts";
import type { Text } from "#lib/kernel";

export type Block =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "list"; readonly isOrdered?: boolean; readonly items: readonly Text[] }
  | { readonly kind: "terms"; readonly items: readonly Term[] }
  | { readonly kind: "code"; readonly label: Text; readonly code: string }
  /** The keys that the pages themselves know. */
  | { readonly kind: "shortcuts" };

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
