/** One part of an address: everything but RFC 3986's unreserved characters is percent-encoded. */
export const segment = (name: string): string =>
  encodeURIComponent(name).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Leaves out what is undefined: linked data has no null. */
export function present<T extends Readonly<Record<string, unknown>>>(node: T): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
}

/** A JSON document as it is kept: one form for one content. */
export const toText = (document: unknown): string => `${JSON.stringify(document, null, 1)}\n`;

/** JSON-LD for a script element of a page: nothing in it can end the element or open a comment. */
export const forHtml = (json: string): string =>
  json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

/** A number as the text of an xsd:decimal: digits and a point, never an exponent. */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) return "0";
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = value.toFixed(12).replace(/0+$/, "");
  return text.endsWith(".") ? text.slice(0, -1) : text;
}
