import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { type PreviewStage, sampleSchema } from "#lib/contracts";
import { throwAwayKeys } from "#lib/keys/server";
import { boundRows, plain, type SourceData, testDocument } from "#lib/testing";
import { PreviewSession } from "./preview-session.ts";

/** Warm previews of a wide table, one rule changed before each: wall and processor seconds, and what the answer weighs. */

const columns = 1000;
const rows = 1000;
const limitSeconds = 1;

const kinds = [
  (name: string) => plain(name, "string", { normalize: [{ rule: "trim" }] }),
  (name: string) =>
    plain(name, "integer", { checks: [{ rule: "range", with: { minimum: 0, maximum: 900 } }] }),
  (name: string) =>
    plain(name, "date", { normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }] }),
  (name: string) => ({
    name,
    datatype: "string",
    privacyClass: "direct-identifier",
    normalize: [{ rule: "trim" }],
    anonymize: { rule: "pseudonymize" },
  }),
  (name: string) => ({
    name,
    datatype: "integer",
    privacyClass: "quasi-identifier",
    anonymize: { rule: "generalize-number", with: { width: 10 } },
  }),
];

const document = (edit: number) =>
  testDocument([
    {
      name: "wide",
      columns: Array.from({ length: columns }, (_, index) => {
        const column = kinds[index % kinds.length]?.(`c${index}`) ?? plain(`c${index}`);
        return index === 0
          ? plain("c0", "string", {
              normalize:
                edit % 2 ? [{ rule: "trim" }] : [{ rule: "trim" }, { rule: "case", with: { to: "upper" } }],
            })
          : column;
      }),
    },
  ]);

const cell = (row: number, column: number): string => {
  const kind = column % kinds.length;
  if (kind === 2)
    return `${String((row % 28) + 1).padStart(2, "0")}.0${(row % 9) + 1}.19${String(50 + (row % 50))}`;
  return kind === 0 || kind === 3 ? ` v${(row * 7 + column) % 500} ` : String((row * 13 + column) % 1000);
};

const data: SourceData = {
  wide: {
    columns: Array.from({ length: columns }, (_, index) => `c${index}`),
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => cell(row, column)),
    ),
  },
};

const folder = await mkdtemp(path.join(tmpdir(), "etlx-preview-bench-"));
const session = await PreviewSession.open({
  folder,
  keys: throwAwayKeys(),
  limits: { memory: "1GB", threads: availableParallelism(), scriptSeconds: 60 },
  signal: new AbortController().signal,
});
try {
  let edit = 0;
  const measure = async (stage: PreviewStage, limit: number) => {
    const cpu = process.cpuUsage();
    const started = performance.now();
    const preview = await session.preview(
      {
        document: document(edit++),
        values: [],
        table: "wide",
        stage,
        sample: sampleSchema.parse({ kind: "first", rows }),
        compare: "stage",
        sight: "raw",
        offset: 0,
        limit,
      },
      [boundRows(data)],
    );
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { preview, seconds, cpu: (user + system) / 1e6 };
  };
  await measure("protect", 100);
  console.log(`${columns} columns × ${rows} rows, warm, a rule changed before each; aim ${limitSeconds} s`);
  for (const stage of ["extract", "cleanse", "keys", "anonymize", "protect"] as const) {
    for (const limit of [100, rows]) {
      const runs = [];
      for (let round = 0; round < 3; round++) runs.push(await measure(stage, limit));
      const best = runs.toSorted((a, b) => a.seconds - b.seconds)[0];
      if (!best?.preview.warm) throw new Error("the source was read again");
      const megabytes = JSON.stringify(best.preview).length / 1e6;
      console.log(
        `${stage.padEnd(10)} page of ${String(limit).padStart(4)} rows  ${best.seconds.toFixed(2)} s, processor ${best.cpu.toFixed(2)} s, answer ${megabytes.toFixed(1)} MB`,
      );
    }
  }
} finally {
  await session.close();
  await rm(folder, { recursive: true, force: true });
}
