/** Versions of `from` start runs of `to`. */
export interface StartEdge {
  readonly from: string;
  readonly to: string;
}

/** Modules that would start each other for ever, in order, the first again at the end; undefined where there are none. */
export function findCycle(edges: readonly StartEdge[], module: string): readonly string[] | undefined {
  const next = Map.groupBy(edges, ({ from }) => from);
  const seen = new Set<string>();
  const walk = (at: string, path: readonly string[]): readonly string[] | undefined => {
    for (const { to } of next.get(at) ?? []) {
      if (to === module) return [...path, to];
      if (seen.has(to)) continue;
      seen.add(to);
      const found = walk(to, [...path, to]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(module, [module]);
}
