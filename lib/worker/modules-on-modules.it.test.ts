import { chmod, stat, truncate } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runPipeline } from "#lib/pipeline/server";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation } from "./testing/installation.ts";

// Real runs: one module is published and others are made of it.

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation("upstream", {
    source: `create table patient as
      select i as id, 'p' || i || '@example.com' as mail, date '1980-01-01' + (i % 4) * 366 as born, 'Oslo' as city
      from generate_series(1, 40) as i`,
  });
});
afterAll(() => installation.close());

const patients = {
  "@type": "DataModule",
  format: 2,
  name: "patients",
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [
    {
      name: "patient",
      extraction: { language: "sql", source: "clinic", script: "select * from patient" },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        { name: "mail", privacyClass: "direct-identifier", anonymize: { rule: "pseudonymize" } },
        {
          name: "born",
          datatype: "date",
          privacyClass: "quasi-identifier",
          anonymize: { rule: "generalize-date", with: { unit: "year" } },
        },
        { name: "city", privacyClass: "insensitive" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
    },
  ],
  upload: { stores: ["shelf"] },
};

const study = (name: string, source: string, more: object = {}, columns: readonly object[] = []) => ({
  "@type": "DataModule",
  format: 2,
  name,
  sources: [],
  tables: [
    {
      name: "person",
      extraction: { language: "sql", source, script: "select id, mail, born, city from patient" },
      columns: [
        { name: "id", datatype: "string", privacyClass: "direct-identifier" },
        { name: "mail" },
        { name: "born", datatype: "date" },
        { name: "city" },
        ...columns,
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "pseudonyms already" } } },
      ...more,
    },
  ],
});

/** Starts a publication and lets the worker take it; answers the run. */
async function publish(ids: { moduleId: string; revisionId: string }, requestedBy?: string) {
  const { context, records } = installation;
  const run = await records.db.runs.create({
    ...ids,
    kind: "publication",
    ...(requestedBy ? { requestedBy } : {}),
  });
  await executeRun(context, run.id, runPipeline);
  const ended = await records.db.runs.get(run.id);
  return { id: run.id, state: ended?.state, error: ended?.error };
}

describe("a module of another module's version", () => {
  test("reads the record, inherits class and technique, and says which version it was", async () => {
    const { db } = installation.records;
    expect(await publish(await installation.approved(patients))).toMatchObject({ state: "succeeded" });
    const made = await installation.approved(
      study("study", "module:patients@latest", { privacy: { kAnonymity: 5 } }),
    );
    expect(await publish(made)).toMatchObject({ state: "succeeded" });

    const [above, below] = [await db.versions.latest("patients"), await db.versions.latest("study")];
    expect(below?.manifest.tables[0]?.counts).toMatchObject({ extracted: 40, published: 40 });
    expect(below?.reports.provenance.sources).toMatchObject([
      {
        name: "module:patients@latest",
        kind: "module",
        version: { module: "patients", number: 1, versionId: above?.versionId },
        files: [{ table: "patient", sha256: above?.files[0]?.sha256 }],
      },
    ]);
    const report = below?.reports.privacy.tables[0];
    // Measured again on what is published here.
    expect(report).toMatchObject({ requiredK: 5, achievedK: 10 });
    const there = above?.reports.privacy.tables[0]?.columns.find(({ name }) => name === "mail");
    expect(there?.keyId).toBeDefined();
    expect(report?.columns.find(({ name }) => name === "mail")).toMatchObject({
      privacyClass: "direct-identifier",
      rule: "keep",
      technique: there?.technique,
      linkageDomain: there?.linkageDomain,
      keyId: there?.keyId,
      inherited: { module: "patients", number: 1, table: "patient", column: "mail", rule: "pseudonymize" },
    });
    expect(report?.columns.find(({ name }) => name === "born")).toMatchObject({
      privacyClass: "quasi-identifier",
      inherited: { rule: "generalize-date" },
    });
  });

  test("a run keeps the version that it chose, whatever is published while it waits", async () => {
    const { db } = installation.records;
    const ids = await installation.approved(study("patient-study", "module:patients@latest"));
    const run = await db.runs.create({ ...ids, kind: "publication" });
    const first = await db.versions.latest("patients");
    await db.runs.keepInputs(run.id, new Map([["module:patients@latest", first?.id ?? ""]]));
    const again = await db.modules.get("patients");
    const revision = await db.revisions.latest("patients");
    expect(again && revision).toBeDefined();
    await publish({ moduleId: again?.id ?? "", revisionId: revision?.id ?? "" });
    expect((await db.versions.latest("patients"))?.number).toBe(2);
    await executeRun(installation.context, run.id, runPipeline);
    const made = await db.versions.latest("patient-study");
    expect(made?.reports.provenance.sources[0]?.version?.number).toBe(1);
  });

  test("a class that is weaker than what came is refused by the run itself", async () => {
    const columns = [{ name: "mail2", from: "mail", privacyClass: "insensitive" }];
    const refused = await publish(
      await installation.approved(study("weak", "module:patients@1", {}, columns)),
    );
    expect(refused).toMatchObject({ state: "failed", error: { code: "document-invalid" } });
    expect(refused.error?.params.path).toBe("tables/0/columns/4/privacyClass");
  });

  test("who may not read versions, or is disabled, starts no run that reads one", async () => {
    const { db } = installation.records;
    const gone = await installation.records.user("data-engineer");
    await db.users.setDisabled(gone, true);
    const refused = await publish(await installation.approved(study("forbidden", "module:patients@1")), gone);
    expect(refused).toMatchObject({ state: "failed", error: { code: "versions-unreadable" } });
  });

  test("withdrawing a version flags those made from it, and no run reads it any more", async () => {
    const { db } = installation.records;
    const user = await installation.records.user("database-administrator");
    const study1 = await db.versions.latest("study");
    const deep = await installation.approved(
      study("deep-study", "module:study@1", {
        extraction: {
          language: "sql",
          source: "module:study@1",
          script: "select id, mail, born, city from person",
        },
      }),
    );
    expect(await publish(deep)).toMatchObject({ state: "succeeded" });
    const deep1 = await db.versions.latest("deep-study");
    const ids = [study1?.id ?? "", deep1?.id ?? ""];
    expect(await db.versions.madeFromWithdrawn(ids)).toEqual(new Map());
    await db.versions.withdraw({ module: "patients", number: 1, userId: user, reason: "a wrong join" });
    const flagged = await db.versions.madeFromWithdrawn(ids);
    expect(flagged).toEqual(new Map(ids.map((id) => [id, [{ module: "patients", number: 1 }]])));
    const above = await db.versions.get("patients", 1);
    const aboveId = above?.id ?? "";
    expect((await db.versions.madeFrom([aboveId])).get(aboveId)?.map(({ module }) => module)).toEqual([
      "deep-study",
      "patient-study",
      "study",
    ]);
    const refused = await publish(await installation.approved(study("late", "module:patients@1")));
    expect(refused).toMatchObject({
      state: "failed",
      error: { code: "version-withdrawn", params: { version: "patients@1", reason: "a wrong join" } },
    });
  });

  test("a record that is not whole is said, and nothing is published", async () => {
    const { db } = installation.records;
    const version = await db.versions.get("patients", 2);
    const file = installation.config.data.record(version?.files[0]?.sha256 ?? "");
    expect((await stat(file)).size).toBe(version?.files[0]?.bytes);
    await chmod(file, 0o600);
    await truncate(file, 100);
    const refused = await publish(await installation.approved(study("broken", "module:patients@2")));
    expect(refused).toMatchObject({ state: "failed", error: { code: "version-incomplete" } });
    expect(await db.versions.latest("broken")).toBeUndefined();
  });
});
