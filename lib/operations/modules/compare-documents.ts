import type { DocumentChangeView } from "#lib/contracts";

/** Changes of meaning from one document to another. */
export function compareDocuments(from: unknown, to: unknown): DocumentChangeView[] {
  if (documentText(from) === documentText(to)) return [];
  return [
    {
      kind: "document",
      action: "changed",
      path: [],
      text: { en: "The document changed", ru: "Документ изменён" },
    },
  ];
}

/** A document as text, the way the editor shows it. */
export const documentText = (document: unknown): string => JSON.stringify(document, null, 2) ?? "";
