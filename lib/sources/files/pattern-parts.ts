import path from "node:path";
import { fixedBeginning } from "../reading-fields.ts";

/** A pattern as it is walked: where it begins, and what it may say of the levels below. */
export interface WalkedPattern {
  readonly root: string;
  readonly ways: Iterable<readonly string[]>;
}

/** The choices of a group in braces that reaches over several levels, `{2024/q1,2025}`, each written out. */
function* writtenOut(pattern: string): Generator<string> {
  let depth = 0;
  let edges: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at];
    if (letter === "{" && depth++ === 0) edges = [at];
    else if (letter === "," && depth === 1) edges.push(at);
    else if (letter === "}" && depth > 0 && --depth === 0) {
      edges.push(at);
      const [begin = 0] = edges;
      if (edges.length < 3 || !pattern.slice(begin, at).includes("/")) continue;
      for (const [index, edge] of edges.slice(1).entries()) {
        const choice = pattern.slice((edges[index] ?? 0) + 1, edge);
        yield* writtenOut(pattern.slice(0, begin) + choice + pattern.slice(at + 1));
      }
      return;
    }
  }
  yield pattern;
}

/** The last part names files; `**` stands for any number of folders, none among them. */
function partsOf(below: string): readonly string[] {
  const parts = below.split("/").filter((part) => part !== "" && part !== ".");
  return parts.at(-1) === "**" ? [...parts, "*"] : parts;
}

/** How to walk to all that an absolute pattern means. */
export function walkedPattern(pattern: string): WalkedPattern {
  const root = pattern.slice(0, fixedBeginning(pattern).lastIndexOf("/") + 1);
  return { root, ways: writtenOut(pattern.slice(root.length)).map(partsOf) };
}

/** Whether a part is a name, and no more than that. */
const isName = (part: string): boolean => fixedBeginning(part) === part;

/** The names that alone may come next; undefined where one has to look what there is. */
export const namesOnly = (next: readonly string[]): readonly string[] | undefined =>
  next.every(isName) ? next : undefined;

/** Whether a part means something of that name. */
export const isMeant = (part: string, name: string): boolean =>
  isName(part) ? name === part : path.matchesGlob(name, part);

/** All ways on that a way is: `**` may stand for no folder at all. */
export const waysFrom = (way: readonly string[]): readonly (readonly string[])[] =>
  way[0] === "**" ? [way, ...waysFrom(way.slice(1))] : [way];
