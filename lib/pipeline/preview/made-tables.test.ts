import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseColumnType } from "#lib/contracts";
import { proposeColumn } from "#lib/privacy";
import { boundRows, plain, type SourceData, testDocument, testKeys } from "#lib/testing";
import { PreviewSession } from "./preview-session.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "etlx-made-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = () =>
  PreviewSession.open({
    folder,
    keys: testKeys(),
    limits: { memory: "512MB", threads: 2, scriptSeconds: 60 },
    signal: new AbortController().signal,
  });

const script = `select w.who as x1, w.who || '@mail.test' as x2, w.n::integer as n, t.town
  from writers w left join towns t on t.n = w.n`;
const document = {
  ...testDocument([
    { name: "writers", publish: false, columns: [plain("n"), plain("who")] },
    { name: "towns", publish: false, columns: [plain("n"), plain("town")] },
    {
      name: "made",
      extraction: null,
      transformation: { language: "sql", script },
      columns: [plain("x1"), plain("x2"), plain("n", "integer"), plain("town")],
    },
  ]),
};
const names = ["gremislav", "perepelka", "zvezdana", "tikhomir"];
const spellings = ["Kazan", "Kazan", "Kazan", "kazan "];
const data: SourceData = {
  writers: {
    columns: ["n", "who"],
    rows: Array.from({ length: 200 }, (_, at) => [String(at), `${names[at % 4]}${at}`]),
  },
  towns: {
    columns: ["n", "town"],
    rows: Array.from({ length: 200 }, (_, at) => [String(at), spellings[at % 4] ?? null]),
  },
};
const request = { document, values: [], table: "made" };

test("columns that a transformation makes are counted on what is looked at of its sources, and no value is answered", async () => {
  const session = await open();
  try {
    const made = await session.profile(request, [boundRows(data)]);
    expect(made.rows).toBe(200);
    expect(made.columns.map(({ name, datatype }) => [name, datatype])).toEqual([
      ["x1", "string"],
      ["x2", "string"],
      ["n", "integer"],
      ["town", "string"],
    ]);
    expect(JSON.stringify(made)).not.toMatch(/gremislav|perepelka|kazan/i);
    const [, mail] = made.columns;
    expect(mail?.profile).toMatchObject({ present: 200, distinct: 200, matches: { email: 200 } });
    const type = parseColumnType(mail?.datatype ?? "");
    expect(type && mail && proposeColumn(mail.name, type, mail.profile).kind).toBe("email");
    expect(await session.profile(request, [boundRows(data)])).toEqual(made);
  } finally {
    await session.close();
  }
});

test("values that look like one are found in what a transformation makes, after the column's normalizers", async () => {
  const session = await open();
  const search = { label: "made.town", normalize: [], method: "fingerprint", radius: 1 };
  try {
    const found = await session.clusters({ ...request, column: "town", search }, [boundRows(data)]);
    expect(found).toEqual({
      looked: 200,
      rows: 200,
      distinct: 2,
      clusters: [{ to: "Kazan", from: ["kazan "], rows: 50 }],
      more: 0,
      isComplete: true,
    });
    const trimmed = { ...search, normalize: [{ rule: "trim" }, { rule: "case", with: { to: "lower" } }] };
    const none = await session.clusters({ ...request, column: "town", search: trimmed }, [boundRows(data)]);
    expect(none.clusters).toEqual([]);
    await expect(session.clusters({ ...request, column: "no", search }, [boundRows(data)])).rejects.toThrow(
      expect.objectContaining({ code: "not-found" }),
    );
  } finally {
    await session.close();
  }
});

test("a look takes the defaults of parameters, and another default is another look", async () => {
  const session = await open();
  const most = { name: "most", datatype: "integer", default: 50 };
  const few = {
    ...document,
    parameters: [most, { name: "town", datatype: "string", required: true }],
    tables: document.tables.map((table) =>
      table.name === "made"
        ? {
            ...table,
            transformation: {
              language: "sql",
              script: `${script} where w.n::integer < $most and $town is null`,
            },
          }
        : table,
    ),
  };
  const rows = async (given: object) =>
    (await session.profile({ ...request, document: given }, [boundRows(data)])).rows;
  try {
    expect(await rows(few)).toBe(50);
    expect(await rows({ ...few, parameters: [{ ...most, default: 7 }, ...few.parameters.slice(1)] })).toBe(7);
  } finally {
    await session.close();
  }
});
