import { execFile } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runPipeline } from "#lib/pipeline/server";
import { pythonOr } from "#lib/testing";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation, statement } from "./testing/installation.ts";

// Tables that refer to each other, and one that refers to itself, through a whole publication.

const execute = promisify(execFile);
let installation: Installation;
let ids: { readonly moduleId: string; readonly revisionId: string };

const key = { columns: ["id"], strategy: { rule: "pseudonymize" } };
const own = { name: "id", datatype: "integer", privacyClass: "direct-identifier" };
const table = (name: string, foreign: Readonly<Record<string, string>>) => ({
  name,
  extraction: { language: "sql", source: "clinic", script: `select * from ${name}` },
  columns: [own, ...Object.keys(foreign).map((column) => ({ name: column }))],
  primaryKey: key,
  foreignKeys: Object.entries(foreign).map(([column, parent]) => ({
    columns: [column],
    references: { table: parent, columns: ["id"] },
    onOrphan: "reject",
  })),
});
const document = {
  "@type": "DataModule",
  format: 2,
  name: "teams",
  description: "Teams and their members.",
  license: "https://spdx.org/licenses/CC-BY-4.0.html",
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [table("team", { lead: "member" }), table("member", { team: "team", mentor: "member" })],
  upload: { stores: ["warehouse"] },
};

beforeAll(async () => {
  // Team 3's lead is nobody, so it goes, and member 5 with it, and 6, whom 5 mentors. Member 3 and team 2 hold each other.
  installation = await openInstallation("cyclic", {
    source: `create table team (id int, lead int);
      create table member (id int, team int, mentor int);
      insert into team values (1, 1), (2, 3), (3, 99), (4, null);
      insert into member values (1, 1, null), (2, 1, 1), (3, 2, 3), (4, 4, 2), (5, 3, 1), (6, 1, 5)`,
  });
  ids = await installation.approved(document);
  const { records, context } = installation;
  const run = await records.db.runs.create({ ...ids, kind: "publication" });
  await executeRun(context, run.id, runPipeline);
  expect((await records.db.runs.get(run.id))?.error).toBeUndefined();
});
afterAll(() => installation.close());

test("the version holds the greatest set of rows in which every reference is met", async () => {
  const version = await installation.records.db.versions.latest("teams");
  const counts = version?.manifest.tables.map(({ name, counts: { published, rejected } }) => [
    name,
    published,
    rejected,
  ]);
  expect(counts).toEqual([
    ["team", 3, 1],
    ["member", 4, 2],
  ]);
});

test("the PostgreSQL store holds all three keys, and every reference joins", async () => {
  const { warehouse } = installation;
  const schema = (await installation.warehouseSchemas()).find((name) => name.endsWith("_v1"));
  const keys = await statement(
    warehouse.url,
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint where contype = 'f'`,
  );
  expect(keys).toHaveLength(3);
  const [joined] = await statement(
    warehouse.url,
    `select (select count(*) from "${schema}".team t join "${schema}".member m on m.id = t.lead)::int as leads,
            (select count(*) from "${schema}".member m join "${schema}".team t on t.id = m.team)::int as teams,
            (select count(*) from "${schema}".member m join "${schema}".member o on o.id = m.mentor)::int as mentors`,
  );
  expect(joined).toEqual({ leads: 2, teams: 4, mentors: 3 });
});

const check = `
import json, sys, mlcroissant
dataset = mlcroissant.Dataset(sys.argv[1])
issues = dataset.metadata.issues
rows = {}
for s in dataset.metadata.record_sets:
    rows[s.name] = sum(1 for _ in mlcroissant.Dataset(sys.argv[1]).records(s.uuid))
print(json.dumps({"rows": rows, "errors": sorted(issues.errors), "warnings": sorted(issues.warnings)}))
`;

test("mlcroissant takes its metadata without a word and loads both tables", async (context) => {
  const python = pythonOr(context, "ETLX_TEST_MLCROISSANT");
  const { records, config, folder } = installation;
  const version = await records.db.versions.latest("teams");
  const metadata = await records.db.versions.metadata("teams", 1);
  const place = path.join(folder, "croissant");
  await mkdir(place);
  const described: { distribution: { contentUrl: string; name: string }[] } = JSON.parse(
    metadata?.croissant ?? "{}",
  );
  // The addresses are the installation's, which runs no web here: the same files, beside the document.
  for (const { name, sha256 } of version?.files ?? []) {
    await copyFile(config.data.record(sha256), path.join(place, name));
    const object = described.distribution.find(({ contentUrl }) => contentUrl.endsWith(`/${name}`));
    if (object === undefined) throw new Error(`the metadata does not name ${name}`);
    object.contentUrl = name;
  }
  await writeFile(path.join(place, "croissant.json"), JSON.stringify(described));
  const { stdout } = await execute(python, ["-c", check, path.join(place, "croissant.json")], {
    env: { ...process.env, HOME: place },
  });
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toEqual({
    rows: { team: 3, member: 4 },
    errors: [],
    warnings: [],
  });
});
