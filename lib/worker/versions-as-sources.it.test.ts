import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { readConfig } from "#lib/config/server";
import { inEnvironment } from "#lib/contracts";
import {
  type Actor,
  approveRevision,
  createEnvironment,
  createModule,
  getHome,
  getReview,
  getVersion,
  introspectSource,
  listReadableSources,
  perform,
  previewTable,
  proposeMerges,
  proposeModule,
  saveDraft,
  saveRevision,
  startRun,
  suggestClasses,
  validateDocument,
  withdrawVersion,
} from "#lib/operations/server";
import { runPipeline } from "#lib/pipeline/server";
import { openQueue, type Queue } from "#lib/queue/server";
import { createLog } from "#lib/telemetry/server";
import { type TestServices, testServices } from "#lib/testing/server";
import { executeRun } from "./execute-run.ts";

vi.setConfig({ testTimeout: 180_000 });

// What people see of modules made of modules, through the operations that pages use.

let harness: TestServices;
let queue: Queue;
let engineer: Actor;
let reviewer: Actor;
beforeAll(async () => {
  harness = await testServices("version_sources");
  queue = await openQueue({ url: harness.database.url, role: "sender" });
  engineer = await harness.actor("data-engineer");
  reviewer = await harness.actor("database-administrator");
});
afterAll(async () => {
  await queue.close();
  await harness.close();
});

const as = (actor: Actor) => ({
  services: harness.services,
  actor,
  origin: { local: false },
  signal: AbortSignal.timeout(120_000),
});

const towns = {
  "@type": "DataModule",
  format: 2,
  name: "towns",
  title: "Towns",
  sources: [],
  tables: [
    {
      name: "town",
      transformation: {
        language: "sql",
        script: "select range as id, 'town ' || range % 3 as name, range % 2 as kind from range(12)",
      },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        { name: "name", privacyClass: "quasi-identifier", anonymize: { rule: "pseudonymize" } },
        { name: "kind", datatype: "integer", privacyClass: "insensitive" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
    },
  ],
};

/** Takes a new module to a published version. */
async function publish(document: unknown): Promise<void> {
  const { name: module } = z.object({ name: z.string() }).parse(document);
  await perform(createModule, as(engineer), { document: z.json().parse(document) });
  await publishDraft(module, 1);
}

/** Takes a draft to a published version, of an environment where one is named. */
async function publishDraft(module: string, etag: number, environment?: string): Promise<void> {
  const { revision } = await perform(saveRevision, as(engineer), { module, etag });
  const wanted = { module, revision, ...inEnvironment(environment) };
  const { contentHash, notCovered } = await perform(getReview, as(reviewer), wanted);
  await perform(approveRevision, as(reviewer), {
    ...wanted,
    contentHash,
    comment: "",
    acknowledged: notCovered.map(({ id }) => id),
  });
  const { id } = await perform(startRun, as(engineer), { ...wanted, kind: "publication" });
  const { services } = harness;
  const context = {
    db: services.db,
    queue,
    drivers: services,
    masterKey: services.masterKey,
    workerId: "worker-of-the-test",
    config: readConfig(harness.environment),
    limits: { memory: "256MB", threads: 1, scriptSeconds: 30 },
    log: createLog({ level: "silent", process: "worker" }),
    stopping: new AbortController().signal,
  };
  await executeRun(context, id, runPipeline);
  expect((await services.db.runs.get(id))?.error).toBeUndefined();
}

test("a version is offered, shown, proposed, previewed and published from; its withdrawal reaches the owner", async () => {
  const offered = async () =>
    (await perform(listReadableSources, as(engineer), {})).map(({ ref, title }) => [ref, title]);
  expect(await offered()).toEqual([]);
  await publish(towns);
  expect(await offered()).toEqual([
    ["module:towns@latest", "Towns"],
    ["module:towns@1", "Towns"],
  ]);
  const { tables } = await perform(introspectSource, as(engineer), { name: "module:towns@latest" });
  expect(tables).toMatchObject([
    {
      name: "town",
      estimatedRows: 12,
      primaryKey: ["id"],
      columns: [
        { name: "id", datatype: "integer" },
        { name: "name", datatype: "string" },
        { name: "kind", datatype: "integer" },
      ],
    },
  ]);
  const { document } = await perform(proposeModule, as(engineer), {
    source: "module:towns@latest",
    name: "visits",
    tables: [{ name: "town" }],
  });
  expect(document).toMatchObject({
    sources: [{ name: "towns", ref: "module:towns@latest" }],
    tables: [
      {
        columns: [
          { name: "id", privacyClass: "direct-identifier" },
          { name: "name", privacyClass: "quasi-identifier", anonymize: { rule: "keep" } },
          { name: "kind", privacyClass: "insensitive" },
        ],
        primaryKey: { columns: ["id"], strategy: { rule: "keep" } },
      },
    ],
  });
  await publish({ ...z.record(z.string(), z.json()).parse(document), tables: withoutModels(document) });

  const looked = await perform(previewTable, as(reviewer), {
    module: "visits",
    table: "town",
    stage: "protect",
  });
  expect(looked.counts.kept).toBe(12);
  expect(looked.obstacles).toEqual([]);

  const version = await perform(getVersion, as(engineer), { module: "visits", number: 1 });
  expect(version.reports.provenance.sources[0]?.version?.number).toBe(1);
  expect(version.madeFromWithdrawn).toBeUndefined();
  const above = await perform(getVersion, as(engineer), { module: "towns", number: 1 });
  expect(above.usedIn).toEqual([{ module: "visits", number: 1 }]);
  expect((await perform(getHome, as(engineer), {})).flaggedVersions).toEqual([]);

  await perform(withdrawVersion, as(reviewer), { module: "towns", number: 1, reason: "counted twice" });
  const flags = [{ module: "towns", number: 1 }];
  expect(
    (await perform(getVersion, as(engineer), { module: "visits", number: 1 })).madeFromWithdrawn,
  ).toEqual(flags);
  const { flaggedVersions } = await perform(getHome, as(engineer), {});
  expect(flaggedVersions).toMatchObject([{ module: "visits", number: 1, madeFromWithdrawn: flags }]);
  const stranger = await harness.actor("data-engineer");
  expect((await perform(getHome, as(stranger), {})).flaggedVersions).toEqual([]);
  expect(await offered()).not.toContainEqual(["module:towns@1", "Towns"]);
});

/** So few rows meet no model. */
const withoutModels = (document: unknown) =>
  z
    .object({ tables: z.array(z.record(z.string(), z.json())) })
    .parse(document)
    .tables.map(({ privacy: _privacy, ...table }) => table);

test("modules that wait for each other's newest version are refused; an earlier version by its number is not", async () => {
  const codes = async (ref: string) => {
    const document = {
      ...towns,
      sources: [{ name: "visits", ref }],
      tables: [
        {
          ...towns.tables[0],
          transformation: undefined,
          extraction: { language: "sql", source: "visits", script: "select id, name, kind from town" },
        },
      ],
    };
    const text = JSON.stringify(document);
    const { diagnostics } = await perform(validateDocument, as(engineer), { document: JSON.parse(text) });
    return diagnostics.map(({ code }) => code);
  };
  expect(await codes("module:visits@latest")).toContain("module-circle");
  expect(await codes("module:visits@1")).not.toContain("module-circle");
  expect(await codes("module:towns@latest")).toContain("module-circle");
  expect(await codes("module:visits@9")).toContain("module-version-missing");
});

test("a look in an environment is at the newest version of that environment", async () => {
  await perform(createEnvironment, as(await harness.actor("administrator")), { name: "rehearsal" });
  const module = "places";
  const place = (rows: number) =>
    z.json().parse({
      ...towns,
      name: module,
      tables: [
        {
          name: "town",
          transformation: { language: "sql", script: `select 'Town ' || range as name from range(${rows})` },
          columns: [{ name: "name", privacyClass: "insensitive" }],
        },
      ],
    });
  await publish(place(12));
  const columns = [{ name: "name", privacyClass: "insensitive" }];
  const extraction = { language: "sql", source: "module:places@latest", script: "select name from town" };
  const made = { language: "sql", script: "select name from read" };
  const tables = [
    { name: "read", extraction, columns },
    { name: "made", transformation: made, columns },
  ];
  const reading = z.json().parse({ ...towns, name: "reading", tables });
  await perform(createModule, as(engineer), { document: reading });
  const looked = async (table: string, environment?: string) => {
    const where = { module: "reading", table, ...inEnvironment(environment) };
    const merge = { ...where, column: "name", method: "fingerprint" } as const;
    const { counts } = await perform(previewTable, as(reviewer), { ...where, stage: "cleanse" });
    const merges = await perform(proposeMerges, as(reviewer), merge);
    const suggested = await perform(suggestClasses, as(engineer), { ...where, all: true });
    return [counts.kept, merges.rows, suggested.rows];
  };
  for (const table of ["read", "made"]) expect(await looked(table)).toEqual([12, 12, 12]);
  const refused = { module: "reading", table: "read", stage: "cleanse", environment: "rehearsal" } as const;
  await expect(perform(previewTable, as(reviewer), refused)).rejects.toMatchObject({ name: "AppError" });
  await perform(saveDraft, as(engineer), { module, document: place(5), etag: 1 });
  await publishDraft(module, 2, "rehearsal");
  for (const table of ["read", "made"]) {
    expect(await looked(table, "rehearsal")).toEqual([5, 5, 5]);
    expect(await looked(table)).toEqual([12, 12, 12]);
  }
});
