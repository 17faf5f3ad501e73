import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError, errorMessage } from "#lib/kernel";
import { closeValues, type ModuleDocument, type OpenedValues } from "#lib/metadata";
import { type HarnessOptions, type HarnessRun, PipelineHarness, plain, testDocument } from "#lib/testing";
import { findInFiles, findInText } from "./testing/find-needles.ts";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const unusual = ["Мышкин-Ленская", "Ква-Кваево", "Zyxwvut", "Непустота"];
const [name = "", town = "", odd = "", filler = ""] = unusual;

/** Values at every kind of place of a classed column; all of them act on the rows below. */
const document = testDocument(
  [
    {
      name: "people",
      columns: [
        plain("id", "integer"),
        {
          name: "surname",
          datatype: "string",
          privacyClass: "direct-identifier",
          normalize: [{ rule: "map-values", with: { pairs: [[name, odd]] } }],
          nulls: { rule: "constant", with: { value: filler } },
          checks: [
            {
              rule: "allowed-values",
              with: { values: [odd, filler, "b"] },
              onViolation: "default",
              default: odd,
            },
          ],
          anonymize: { rule: "pseudonymize" },
        },
        {
          name: "town",
          datatype: "string",
          privacyClass: "quasi-identifier",
          hierarchy: { name: "towns", level: 1 },
        },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "A test." } } },
    },
  ],
  {
    hierarchies: [
      {
        name: "towns",
        rule: "value-table",
        with: {
          rows: [
            [town, "North"],
            ["x", "South"],
          ],
        },
      },
    ],
  },
);
const rows = {
  people: {
    columns: ["id", "surname", "town"],
    rows: [
      ["1", name, town],
      ["2", odd, "x"],
      ["3", null, "x"],
      ["4", "somebody else", town],
      ["5", "b", "nowhere"],
    ],
  },
};

function closed(): { readonly document: ModuleDocument; readonly kept: ReadonlyMap<string, OpenedValues> } {
  const kept = new Map<string, OpenedValues>();
  const { document: made } = closeValues(document, ({ kind, value }) => {
    const artefact = `hmac-sha256:${String(kept.size).padStart(64, "0")}`;
    kept.set(artefact, { kind, value });
    return artefact;
  });
  return { document: made, kept };
}
const given = closed();
const values = async () => given.kept;
const parquet = (run: HarnessRun) => readFile(path.join(run.folder, "out", "people.parquet"));

test("a run gives the same bytes with values in the document and kept beside it, and again when it runs again", async () => {
  expect(given.kept.size).toBe(5);
  const inline = await parquet(await harness.run(document, rows));
  const referred = await harness.run(given.document, rows, { values });
  expect(await referred.rows("people")).toHaveLength(4);
  expect((await parquet(referred)).equals(inline)).toBe(true);
  expect((await parquet(await harness.run(given.document, rows, { values }))).equals(inline)).toBe(true);
});

/** What a run says and publishes, and its state as it would be kept. */
async function told(
  options: HarnessOptions,
): Promise<{ readonly text: string; readonly run?: HarnessRun; readonly error?: AppError }> {
  const events: NonNullable<HarnessOptions["events"]> = [];
  try {
    const run = await harness.run(given.document, rows, { ...options, events });
    return { text: JSON.stringify([events, run.outcome, run.metadata]), run };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const said = [error.toData(), errorMessage(error, "en"), errorMessage(error, "ru"), error.place];
    return { text: JSON.stringify([events, said]), error };
  }
}
const needles = {
  texts: new Set(unusual.map((one) => one.toLowerCase())),
  digits: new Set<string>(),
  binaries: [],
};

test("nothing that a run with kept values publishes or says holds one of them", async () => {
  const { text, run } = await told({ values });
  expect(findInText(needles, text)).toEqual([]);
  expect(run && (await findInFiles(needles, path.join(run.folder, "out")))).toEqual([]);
  // The search finds what is there.
  expect(findInText(needles, JSON.stringify(document))).toHaveLength(unusual.length);
});

test("a document whose values are absent, of another kind or another number does not run, and says what to do", async () => {
  const first = [...given.kept.keys()][0] ?? "";
  const without = new Map([...given.kept].filter(([artefact]) => artefact !== first));
  const missing = await told({ values: async () => without });
  expect(missing.error).toMatchObject({
    code: "artefact-missing",
    params: { path: "hierarchies/0/with/rows" },
  });
  expect(missing.text).toContain("restore a revision");
  expect((await told({})).error?.code).toBe("artefact-missing");
  const other = (content: OpenedValues) => async () => new Map(given.kept).set(first, content);
  const kept = given.kept.get(first) ?? { kind: "", value: [] };
  const wrong = await told({ values: other({ ...kept, kind: "constant" }) });
  expect(wrong.error).toMatchObject({ code: "document-invalid", params: { count: 1 } });
  const more = await told({ values: other({ ...kept, value: [] }) });
  expect(more.error?.code).toBe("document-invalid");
  expect(more.text).toContain("another number");
});

test("metadata lists allowed values of an insensitive column, and none that the document only refers to", async () => {
  const check = (listed: unknown) => ({
    ...plain("kind", "string"),
    checks: [{ rule: "allowed-values", with: { values: listed }, onViolation: "reject" }],
  });
  const of = (listed: unknown) => testDocument([{ name: "kinds", columns: [check(listed)] }]);
  const data = { kinds: { columns: ["kind"], rows: [[odd]] } };
  const listed = [odd, filler];
  const inline = await harness.run(of(listed), data);
  expect(inline.metadata?.jsonld).toContain(filler);
  const artefact = `hmac-sha256:${"e".repeat(64)}`;
  const kept = new Map([[artefact, { kind: "check/allowed-values/values", value: listed }]]);
  const referred = await harness.run(of({ artefact, count: 2 }), data, { values: async () => kept });
  expect(await referred.rows("kinds")).toEqual([{ kind: odd }]);
  expect(referred.metadata?.jsonld).not.toContain(filler);
});
