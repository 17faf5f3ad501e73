import { findNodeAtLocation, type Node, type ParseError, parseTree } from "jsonc-parser";

/** A place in a text, counted from 1 as text editors do. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

function place(text: string, offset: number, length: number): TextPlace {
  const at = (end: number) => {
    const before = text.slice(0, end);
    const start = before.lastIndexOf("\n") + 1;
    return { line: before.split("\n").length, column: end - start + 1 };
  };
  const from = at(offset);
  const to = at(offset + length);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** Where something of a document stands in its text: a property's name, else the value; of a missing one, its owner. */
export function locate(text: string, path: readonly (string | number)[]): TextPlace | undefined {
  const root = parseTree(text);
  if (!root) return undefined;
  for (let end = path.length; end >= 0; end--) {
    const node: Node | undefined = findNodeAtLocation(root, path.slice(0, end));
    if (!node) continue;
    const owner = node.parent;
    const name = owner?.type === "property" ? owner.children?.[0] : undefined;
    // Of an object or list that lies inside another list, the first character is enough to mark.
    const marked = name ?? node;
    const isWhole = name !== undefined || node.type === "string" || node.type === "number";
    return place(text, marked.offset, isWhole ? marked.length : 1);
  }
  return undefined;
}

/** Where a text stops being JSON; undefined when it is JSON. */
export function locateSyntaxError(text: string): TextPlace | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowEmptyContent: false });
  const [first] = errors;
  if (first) return place(text, first.offset, first.length);
  return root ? undefined : place(text, 0, 0);
}
