import type { DocumentChangeView } from "#lib/contracts";
import { diffDocuments } from "#lib/metadata";
import { readDocument } from "./check-document.ts";

/** A document as text, the way the editor shows it. */
export const documentText = (document: unknown): string => JSON.stringify(document, null, 2) ?? "";

/** Changes of meaning from one document to another; a draft that cannot be read yet is only said to differ. */
export function compareDocuments(from: unknown, to: unknown): DocumentChangeView[] {
  const before = readDocument(from);
  const after = readDocument(to);
  if (before !== undefined && after !== undefined) return [...diffDocuments(before, after)];
  if (documentText(from) === documentText(to)) return [];
  return [
    {
      kind: "module",
      action: "changed",
      path: [],
      text: {
        en: "The draft is not complete yet; compare the texts",
        ru: "Черновик ещё не завершён; сравните тексты",
      },
    },
  ];
}
