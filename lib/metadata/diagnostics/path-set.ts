import type { DiagnosticPath } from "./messages.ts";

interface Node {
  isMember: boolean;
  readonly below: Map<string | number, Node>;
}

const emptyNode = (): Node => ({ isMember: false, below: new Map() });

/** Places of a document, asked for by others above or below them; as quick with thousands as with one. */
export class PathSet {
  readonly #root = emptyNode();

  constructor(paths: Iterable<DiagnosticPath> = []) {
    for (const path of paths) this.add(path);
  }

  add(path: DiagnosticPath): void {
    let node = this.#root;
    for (const part of path) {
      const next = node.below.get(part) ?? emptyNode();
      node.below.set(part, next);
      node = next;
    }
    node.isMember = true;
  }

  /** The outermost of the places that this one is, or lies in. */
  around(path: DiagnosticPath): DiagnosticPath | undefined {
    let node: Node | undefined = this.#root;
    for (const [depth, part] of path.entries()) {
      if (node.isMember) return path.slice(0, depth);
      node = node.below.get(part);
      if (node === undefined) return undefined;
    }
    return node.isMember ? path : undefined;
  }

  /** Whether one of the places is this one, or lies in it. */
  hasWithin(path: DiagnosticPath): boolean {
    let node: Node | undefined = this.#root;
    for (const part of path) node = node?.below.get(part);
    return node !== undefined && (node.isMember || node.below.size > 0);
  }
}
