import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Preview, type PreviewStage, sampleSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { throwAwayKeys } from "#lib/keys/server";
import { boundRows, PipelineHarness, plain, type SourceData, testDocument, testKeys } from "#lib/testing";
import type { BoundSource, Keys } from "../ports.ts";
import { randomCase } from "../testing/random-case.ts";
import type { PreviewRequest } from "./preview-request.ts";
import { PreviewSession } from "./preview-session.ts";

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let harness: PipelineHarness;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-preview-"));
  harness = await PipelineHarness.open();
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (keys: Keys = testKeys()) =>
  PreviewSession.open({
    folder,
    keys,
    limits: { memory: "512MB", threads: 2, scriptSeconds: 60 },
    signal: new AbortController().signal,
  });

type Asked = Partial<Omit<PreviewRequest, "sample">> & { readonly sample?: unknown };

const asked = (document: unknown, table: string, stage: PreviewStage, more: Asked = {}): PreviewRequest => ({
  document,
  table,
  stage,
  compare: "stage",
  sight: "raw",
  offset: 0,
  limit: 1000,
  ...more,
  sample: sampleSchema.parse(more.sample ?? { kind: "first", rows: 10_000 }),
});

/** A preview in a session of its own. */
async function previewed(
  data: SourceData | BoundSource,
  request: PreviewRequest,
  keys?: Keys,
): Promise<Preview> {
  const session = await open(keys);
  try {
    return await session.preview(request, [
      "driver" in data ? (data as BoundSource) : boundRows(data as SourceData),
    ]);
  } finally {
    await session.close();
  }
}

const values = (preview: Preview, column: string) => {
  const at = preview.columns.findIndex(({ name }) => name === column);
  return preview.rows.filter(({ fate }) => fate === "kept").map(({ after }) => after[at]);
};

const keyed = { rule: "pseudonymize" };
const keep = { rule: "keep", with: { reason: "A test." } };

describe("the values of a preview", () => {
  it("are those of a run under the same keys", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const { document, data } = randomCase((arbitrary) => draw(arbitrary));
        const run = await harness.run(document, data).catch((error: unknown) => {
          if (error instanceof AppError) return undefined;
          throw error;
        });
        if (!run) return;
        for (const table of document.tables.filter(({ publish }) => publish)) {
          const preview = await previewed(data, asked(document, table.name, "protect"));
          const published = await run.rows(table.name);
          const columns = preview.columns
            .filter(({ hidden }) => hidden === undefined)
            .map(({ name }) => name);
          const text = (row: Readonly<Record<string, unknown>>) =>
            JSON.stringify(columns.map((column) => (row[column] === null ? null : String(row[column]))));
          const seen = preview.rows
            .filter(({ fate }) => fate === "kept")
            .map(({ after }) =>
              text(Object.fromEntries(preview.columns.map(({ name }, index) => [name, after[index]]))),
            );
          expect(seen.toSorted()).toEqual(published.map(text).toSorted());
          expect(preview.counts.kept).toBe(published.length);
          compared += published.length;
        }
      }),
      { numRuns: 25, seed: 20_261_127 },
    );
    expect(compared).toBeGreaterThan(200);
  });
});
