import type { Client } from "../client.ts";

/** What a script printed in a run, sealed. Every look at it is audited. */
export interface ScriptOutputRecord {
  readonly id: string;
  readonly runId: string;
  readonly attempt: number;
  readonly stage: string;
  readonly table: string;
  readonly column: string | undefined;
  readonly bytes: number;
  readonly isCut: boolean;
  readonly line: number | undefined;
  readonly createdAt: Date;
}

export interface ScriptOutputRepository {
  put(output: Omit<ScriptOutputRecord, "createdAt"> & { readonly sealed: Uint8Array }): Promise<void>;
  /** In the order in which they came, without their texts. */
  list(runId: string): Promise<readonly ScriptOutputRecord[]>;
  /** Undefined where there is none of that run, or its text was deleted. */
  sealedOf(runId: string, id: string): Promise<Uint8Array | undefined>;
  /** Forgets those that were made before; answers how many. */
  deleteBefore(time: Date): Promise<number>;
}

/** Shown of one run; a script that runs for each of a hundred columns prints for each. */
const mostListed = 500;

export const scriptOutputRepository = (client: Client): ScriptOutputRepository => ({
  put: async ({ sealed, bytes, column, line, ...output }) => {
    await client.scriptOutput.create({
      data: {
        ...output,
        column: column ?? null,
        line: line ?? null,
        bytes: BigInt(bytes),
        sealed: Uint8Array.from(sealed),
      },
    });
  },
  list: async (runId) => {
    const rows = await client.scriptOutput.findMany({
      where: { runId },
      orderBy: { createdAt: "asc" },
      omit: { sealed: true },
      take: mostListed,
    });
    return rows.map(({ bytes, column, line, ...row }) => ({
      ...row,
      bytes: Number(bytes),
      column: column ?? undefined,
      line: line ?? undefined,
    }));
  },
  sealedOf: async (runId, id) => {
    const row = await client.scriptOutput.findFirst({ where: { id, runId }, select: { sealed: true } });
    return row?.sealed ?? undefined;
  },
  deleteBefore: async (time) => {
    const { count } = await client.scriptOutput.deleteMany({ where: { createdAt: { lt: time } } });
    return count;
  },
});
