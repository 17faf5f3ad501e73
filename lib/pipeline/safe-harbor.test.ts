import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hipaaSafeHarbor } from "#lib/metadata";
import { personalDataKinds } from "#lib/privacy";
import { type HarnessRun, PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const profile = { policy: { profiles: ["hipaa-safe-harbor"] } };
const column = (name: string, privacyClass: string, anonymize: object, datatype = "string") => ({
  name,
  datatype,
  privacyClass,
  anonymize,
});
const year = { rule: "generalize-date", with: { unit: "year" } };
const zip3 = { rule: "generalize-prefix", with: { preset: "us-zip3" } };

const safe: readonly Record<string, unknown>[] = [
  column("full_name", "direct-identifier", { rule: "drop" }),
  column("zip_code", "quasi-identifier", zip3),
  column("admitted", "quasi-identifier", year, "date"),
  column("age", "quasi-identifier", { rule: "top-bottom-code", with: { preset: "hipaa-age" } }, "integer"),
  column("email", "direct-identifier", { rule: "redact" }),
  plain("ward", "string"),
];
/** Patients with the given columns in place of the safe ones of the same name. */
const patient = (...changed: readonly Record<string, unknown>[]) => ({
  name: "patient",
  columns: [
    { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
    ...safe.map((one) => changed.find(({ name }) => name === one.name) ?? one),
    ...changed.filter(({ name }) => !safe.some((one) => one.name === name)),
  ],
  primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
});
const people = (
  count: number,
  more: Readonly<Record<string, (id: number) => string | null>> = {},
): SourceRows => {
  const columns: Readonly<Record<string, (id: number) => string | null>> = {
    id: (id) => String(7000 + id),
    full_name: (id) => `${["John", "Mary", "Peter", "Linda"][id % 4]} ${["Smith", "Jones", "Brown"][id % 3]}`,
    // 036 is an area of few people.
    zip_code: (id) => (id % 9 === 0 ? "03601" : `0213${id % 10}`),
    admitted: (id) => `2024-0${1 + (id % 9)}-1${id % 10}`,
    age: (id) => String(20 + (id % 80)),
    email: (id) => `someone${id}@example.org`,
    ward: (id) => ["north", "south"][id % 2] ?? null,
    ...more,
  };
  return {
    columns: Object.keys(columns),
    rows: Array.from({ length: count }, (_, id) => Object.values(columns).map((make) => make(id))),
  };
};
const statuses = ({ outcome }: HarnessRun) =>
  Object.fromEntries(
    outcome.reports.privacy.safeHarbor?.identifiers.map(({ code, status }) => [code, status]) ?? [],
  );
const columnsOf = ({ outcome }: HarnessRun, code: string) =>
  outcome.reports.privacy.safeHarbor?.identifiers.find((one) => one.code === code)?.columns ?? [];
const trial = { kind: "trial" } as const;

describe("the 18 identifiers of HIPAA Safe Harbor, in what is published", () => {
  it("are met where the profile's rules took them out, and not claimed where nothing looks like them", async () => {
    const run = await harness.run(testDocument([patient()], profile), { patient: people(300) });
    expect(run.outcome.reports.privacy.safeHarbor).toMatchObject({
      verdict: "met",
      chosen: true,
      counted: "all",
    });
    expect(statuses(run)).toMatchObject({
      A: "met",
      B: "met",
      C: "met",
      D: "not-applicable",
      F: "met",
      G: "not-applicable",
      H: "not-applicable",
      R: "met",
    });
    expect(Object.keys(statuses(run))).toHaveLength(18);
    // Three digits, and 000 where few people live: what the status says is what the file holds.
    const zips = new Set((await run.rows("patient")).map(({ zip_code }) => zip_code));
    expect(zips).toEqual(new Set(["000", "021"]));
    expect(columnsOf(run, "A")).toMatchObject([{ column: "full_name", status: "met" }]);
  });

  const failing: readonly (readonly [
    string,
    string,
    Readonly<Record<string, unknown>> & { name: string },
    SourceRows?,
  ])[] = [
    ["a name left as it is", "A", plain("full_name")],
    [
      "a city left as it is",
      "B",
      plain("city"),
      people(300, { city: (id) => ["Boston", "Chicago"][id % 2] ?? null }),
    ],
    ["a whole ZIP code", "B", column("zip_code", "quasi-identifier", keep)],
    ["a date", "C", plain("admitted", "date")],
    ["an age over 89", "C", column("age", "quasi-identifier", keep, "integer")],
    ["an e-mail address", "F", plain("email")],
    [
      "an address inside a text",
      "F",
      plain("remark"),
      people(300, {
        remark: (id) =>
          id === 7 ? "please write to a.b@example.com about the cast" : "all is well with the patient today",
      }),
    ],
    [
      "a telephone number under a fake one",
      "D",
      column("phone", "insensitive", { rule: "fake", with: { kind: "phone" } }),
      people(300, { phone: (id) => `+1 617 555 ${1000 + id}` }),
    ],
    [
      "a unique code that nobody named",
      "R",
      plain("thing"),
      people(300, { thing: (id) => `Q${(id * 7919) % 100_003}X` }),
    ],
    [
      "a year of birth that tells an age over 89",
      "C",
      column("birth_date", "quasi-identifier", year, "date"),
      people(300, { birth_date: (id) => `${1901 + (id % 90)}-03-04` }),
    ],
  ];
  for (const [what, code, changed, rows] of failing)
    it(`${what} fails ${code}: a trial shows it, and nothing is published`, async () => {
      const document = testDocument([patient(changed)], profile);
      const data = { patient: rows ?? people(300) };
      const run = await harness.run(document, data, trial);
      expect(statuses(run)[code]).toBe("not-met");
      expect(columnsOf(run, code)).toContainEqual(
        expect.objectContaining({ column: changed.name, status: "not-met" }),
      );
      await expect(harness.run(document, data)).rejects.toMatchObject({
        code: "safe-harbor-unmet",
        place: { stage: "protect", table: "patient" },
      });
    });

  it("dates by a hierarchy are judged by their labels", async () => {
    const by = (units: readonly string[], level: number) =>
      testDocument(
        [
          patient({
            name: "admitted",
            datatype: "date",
            privacyClass: "quasi-identifier",
            hierarchy: { name: "day", level },
          }),
        ],
        { ...profile, hierarchies: [{ name: "day", rule: "date-parts", with: { units } }] },
      );
    const years = await harness.run(by(["month", "year"], 2), { patient: people(300) }, trial);
    expect(statuses(years).C).toBe("met");
    const months = await harness.run(by(["month", "year"], 1), { patient: people(300) }, trial);
    expect(statuses(months).C).toBe("not-met");
  });

  it("what a text holds is not known, and said so instead of claimed", async () => {
    const remark = (id: number) => `the patient of bed ${id % 30} slept well and ate a little`;
    const document = testDocument([patient(plain("remark"))], profile);
    const run = await harness.run(document, { patient: people(300, { remark }) });
    expect(run.outcome.reports.privacy.safeHarbor?.verdict).toBe("undecided");
    expect(statuses(run)).toMatchObject({
      A: "unknown",
      R: "unknown",
      H: "unknown",
      D: "not-applicable",
      Q: "not-applicable",
    });
  });

  it("a few letters and numbers that everybody shares are no identifier", async () => {
    const document = testDocument(
      [patient(plain("weight", "decimal(6,2)"), plain("grade", "integer"))],
      profile,
    );
    const run = await harness.run(document, {
      patient: people(300, { weight: (id) => `${50 + (id % 47)}.25`, grade: (id) => String(id % 5) }),
    });
    expect(run.outcome.reports.privacy.safeHarbor?.verdict).toBe("met");
  });

  it("goods that no keys lead from to a person are not known to tell of people, but a name there counts", async () => {
    const goods = (more: Record<string, unknown>) => ({
      name: "goods",
      columns: [
        { name: "code", datatype: "string", privacyClass: "insensitive" },
        plain("made", "date"),
        more,
      ],
      primaryKey: { columns: ["code"], strategy: keep },
    });
    const rows: SourceRows = {
      columns: ["code", "made", "full_name", "size"],
      rows: Array.from({ length: 60 }, (_, id) => [
        `G${id}`,
        `2024-02-${10 + (id % 9)}`,
        `${["John", "Mary"][id % 2]} Smith`,
        String(id % 3),
      ]),
    };
    const told = async (more: Record<string, unknown>) => {
      const document = testDocument([patient(), goods(more)], { ...profile, person: { table: "patient" } });
      return await harness.run(document, { patient: people(100), goods: rows }, trial);
    };
    const open = await told(plain("size", "integer"));
    expect(open.outcome.reports.privacy.safeHarbor?.verdict).toBe("undecided");
    expect(
      [columnsOf(open, "R"), columnsOf(open, "C")].flat().filter(({ table }) => table === "goods"),
    ).toMatchObject([
      { column: "code", status: "unknown" },
      { column: "made", status: "unknown" },
    ]);
    expect(statuses(await told(plain("full_name"))).A).toBe("not-met");
  });

  it("a module that did not choose the profile publishes, and the report tells what fails", async () => {
    const run = await harness.run(testDocument([patient(plain("email"))]), { patient: people(300) });
    expect(run.outcome.reports.privacy.safeHarbor).toMatchObject({
      chosen: false,
      counted: "sample",
      verdict: "not-met",
    });
  });

  it("says the same whatever the order of the rows", async () => {
    const document = testDocument([patient(plain("thing"))]);
    const data = people(5000, { thing: (id) => (id % 7 === 0 ? `Q${id}` : "none") });
    const told = async (rows: SourceRows) =>
      (await harness.run(document, { patient: rows })).outcome.reports.privacy.safeHarbor;
    expect(await told({ ...data, rows: data.rows.toReversed() })).toEqual(await told(data));
  });

  it("no reason holds a value, and a count below five is not told", async () => {
    const document = testDocument([patient(plain("remark"))], profile);
    const secret = "a.b@example.com";
    const rows = people(300, {
      remark: (id) => (id === 7 ? `write to ${secret} about it please` : "all is well today, thank you"),
    });
    const run = await harness.run(document, { patient: rows }, trial);
    const text = JSON.stringify(run.outcome.reports.privacy.safeHarbor);
    expect(text).not.toContain(secret);
    expect(columnsOf(run, "F").map(({ reason }) => reason.en)).toContain(
      "published texts hold them (fewer than 5)",
    );
  });
});

it("every kind that the profile names is one that detection knows", () => {
  const known = new Set<string>(personalDataKinds.map(({ id }) => id));
  const named = (hipaaSafeHarbor.identifiers ?? []).flatMap(({ kinds }) => kinds);
  expect(named.length).toBeGreaterThan(20);
  for (const kind of named) expect(known, kind).toContain(kind);
});

it("columns carry what the chosen laws call their technique, hierarchies too", async () => {
  const laws = { policy: { profiles: ["gdpr", "152-fz"] } };
  const hierarchies = [{ name: "day", rule: "date-parts", with: { units: ["year"] } }];
  const admitted = {
    name: "admitted",
    datatype: "date",
    privacyClass: "quasi-identifier",
    hierarchy: { name: "day", level: 1 },
  };
  const email = column("email", "direct-identifier", { rule: "pseudonymize" });
  const run = await harness.run(testDocument([patient(admitted, email)], { ...laws, hierarchies }), {
    patient: people(60),
  });
  const columns = run.outcome.reports.privacy.tables[0]?.columns ?? [];
  const labels = (of: string) =>
    columns.find(({ name }) => name === of)?.policyLabels?.map(({ en }) => en) ?? [];
  expect(labels("email")).toEqual(["pseudonymised", "introduction of identifiers"]);
  expect(labels("admitted")).toEqual(["change of composition or semantics"]);
  expect(labels("ward")).toEqual([]);
});
