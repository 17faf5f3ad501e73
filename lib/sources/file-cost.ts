import type { SourceCost } from "#lib/contracts";
import { thousandth } from "./gentle-session.ts";

/** Counts scripts that run over files: what they took, and what they gave. */
export function countScripts() {
  let rows = 0;
  const seconds: number[] = [];
  return {
    /** Runs one and remembers it. */
    async run<T extends { readonly rows: number }>(script: () => Promise<T>): Promise<T> {
      const startedAt = performance.now();
      const given = await script();
      seconds.push((performance.now() - startedAt) / 1000);
      rows += given.rows;
      return given;
    },
    /**
     * @param sizes bytes of each file that was read
     * @param more what was read beside those, all together
     */
    cost: (sizes: readonly number[], more = { files: 0, bytes: 0 }): SourceCost => ({
      queries: seconds.length,
      rows,
      bytes: sizes.reduce((sum, bytes) => sum + bytes, more.bytes),
      seconds: thousandth(seconds.reduce((sum, one) => sum + one, 0)),
      longestQuerySeconds: thousandth(Math.max(0, ...seconds)),
      files: sizes.length + more.files,
    }),
  };
}
