import { createHash } from "node:crypto";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymizers } from "#lib/anonymizers";
import type { NewRunEvent } from "#lib/contracts";
import { AppError, errorMessage } from "#lib/kernel";
import { throwAwayKeys } from "#lib/keys/server";
import { diagnose } from "#lib/metadata";
import { createLog } from "#lib/telemetry/server";
import { type HarnessRun, PipelineHarness, plain, testDocument } from "#lib/testing";
import { findInFiles, findInText, type Needles } from "./testing/find-needles.ts";
import { hierarchies, largeDomains, revealing } from "./testing/large-domains.ts";
import { type RandomCase, randomCase } from "./testing/random-case.ts";

/**
 * What is published says nothing of who stands behind it: no value from a domain of at least 2^20 occurs anywhere, and of
 * smaller domains no row keeps its own value more often than chance would have it.
 */

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
// Fixed, so that no run fails for a pseudonym that spells a phone by chance.
const seed = 20_261_123;
const documents = 60;

/** Everything a run says, published or not: events, reports, manifest, metadata documents, log lines and errors. */
async function told({ document, data }: Pick<RandomCase, "document" | "data">): Promise<{
  readonly text: string;
  readonly run?: HarnessRun;
  readonly error?: AppError;
}> {
  const lines: string[] = [];
  const log = createLog({
    level: "trace",
    process: "worker",
    destination: { write: (line) => void lines.push(line) },
  });
  const events: NewRunEvent[] = [];
  let run: HarnessRun | undefined;
  let error: AppError | undefined;
  try {
    run = await harness.run(document, data, { events });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    error = thrown;
    log.error({ err: thrown }, "run attempt failed");
  }
  for (const event of events) log.info(event, "event");
  const said = [
    ...lines,
    JSON.stringify(events),
    JSON.stringify(run?.outcome ?? {}),
    run?.metadata?.jsonld ?? "",
    run?.metadata?.croissant ?? "",
    ...(error ? [JSON.stringify(error.toData()), errorMessage(error, "en"), errorMessage(error, "ru")] : []),
  ];
  return { text: said.join("\n"), ...(run ? { run } : {}), ...(error ? { error } : {}) };
}

const out = (run: HarnessRun) => path.join(run.folder, "out");

describe("a value from a domain of at least 2^20", () => {
  it("occurs nowhere in what a random module publishes or says", async () => {
    const used = new Map<string, number>();
    const ended = { published: 0, refused: 0, needles: 0, rows: 0 };
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const made = randomCase((arbitrary) => draw(arbitrary));
        const wrong = diagnose(made.document, { mode: "executable" }).filter((d) => d.severity === "error");
        expect(wrong).toEqual([]);
        const { text, run, error } = await told(made);
        expect(findInText(made.needles, text)).toEqual([]);
        ended.needles += made.needles.texts.size + made.needles.digits.size;
        if (error) {
          expect(error.code).not.toBe("internal");
          ended.refused += 1;
          return;
        }
        if (!run) throw new TypeError("neither published nor refused");
        expect(await findInFiles(made.needles, out(run))).toEqual([]);
        ended.published += 1;
        ended.rows += run.outcome.reports.quality.tables.reduce((sum, t) => sum + t.counts.published, 0);
        for (const rule of made.rules) used.set(rule, (used.get(rule) ?? 0) + 1);
      }),
      { seed, numRuns: documents, endOnFailure: true },
    );
    console.info(
      `leak: ${ended.published} modules published with ${ended.rows} rows, ${ended.refused} refused, ${ended.needles} values looked for; ${[...used].map(([rule, count]) => `${rule} ${count}`).join(", ")}`,
    );
    expect(ended.published + ended.refused).toBe(documents);
    expect(ended.published).toBeGreaterThan(documents / 3);
    expect(ended.refused).toBeGreaterThan(0);
    expect(ended.rows).toBeGreaterThan(200);
    expect(ended.needles).toBeGreaterThan(2_000);
    expect(used.size).toBeGreaterThan(8);
  }, 300_000);

  it("occurs nowhere in what a generalization makes of it, whichever does", async () => {
    const uses = largeDomains.flatMap((domain) =>
      domain.rules.filter(({ rule }) => rule.startsWith("generalize")).map((use) => ({ domain, use })),
    );
    const ids = anonymizers.map(({ id }) => id).filter((id) => id.startsWith("generalize"));
    expect(new Set(uses.map(({ use }) => use.rule))).toEqual(new Set(ids));
    const columns = uses.map(({ domain, use }, at) => ({
      name: `c${at}`,
      datatype: domain.datatype,
      ...(domain.normalize ? { normalize: domain.normalize } : {}),
      privacyClass: "sensitive",
      anonymize: use,
    }));
    const values = uses.map(({ domain }, at) =>
      fc.sample(fc.noBias(domain.value), { seed: seed + at, numRuns: 200 }),
    );
    const needles = {
      texts: new Set<string>(),
      digits: new Set<string>(),
      binaries: [] as Buffer[],
    };
    for (const [at, { domain }] of uses.entries()) {
      for (const value of values[at] ?? []) {
        const found = domain.needles(value);
        for (const text of found.texts ?? []) needles.texts.add(text);
        if (found.digits) needles.digits.add(found.digits);
      }
    }
    const data = {
      t: {
        columns: columns.map(({ name }) => name),
        rows: Array.from({ length: 200 }, (_, row) => values.map((column) => column[row] ?? null)),
      },
    };
    const { text, run } = await told({
      document: testDocument([{ name: "t", columns }], { hierarchies }),
      data,
    });
    if (!run) throw new TypeError(text);
    expect(await run.rows("t")).toHaveLength(200);
    expect(needles.texts.size + needles.digits.size).toBeGreaterThan(1_000);
    expect([...findInText(needles, text), ...(await findInFiles(needles, out(run)))]).toEqual([]);
  });

  it("is found where it is: in cells, in footers, in what was rejected", async () => {
    const document = testDocument([
      {
        name: "person",
        columns: [
          { name: "phone", datatype: "string", privacyClass: "direct-identifier", anonymize: keep },
          { name: "account", datatype: "integer", privacyClass: "direct-identifier", anonymize: keep },
        ],
      },
    ]);
    const numbers = ["100000000000007", "200000000000017"];
    const data = {
      person: {
        columns: ["phone", "account"],
        rows: numbers.map((number, at) => [`8 (916) 123-45-6${at}`, number]),
      },
    };
    const binaries = numbers.map((number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(number));
      return bytes;
    });
    const needles: Needles = {
      texts: new Set(),
      digits: new Set(["9161234560", "9161234561"]),
      binaries,
    };
    const run = await harness.run(document, data);
    const found = await findInFiles(needles, out(run));
    for (const one of ["9161234560", "9161234561", ...numbers]) expect(found.join("\n")).toContain(one);
  });

  it("every rule is tried, or stands among those that may publish a true value", () => {
    const tried = new Set(largeDomains.flatMap(({ rules }) => rules.map(({ rule }) => rule)));
    const untold = anonymizers.map(({ id }) => id).filter((id) => !tried.has(id) && !(id in revealing));
    expect(untold).toEqual([]);
  });
});

describe("a value from a small domain", () => {
  const rows = 3_000;
  const cities = ["Москва", "Казань", "Омск", "Тверь"];
  const day = (at: number) =>
    new Date(Date.UTC(1960, 0, 1 + ((at * 7919) % 18_000))).toISOString().slice(0, 10);
  /** `chance`: how often a value drawn anew from what the rule may answer would be the row's own. */
  const cases: readonly [
    name: string,
    datatype: string,
    value: (row: number) => string,
    use: object,
    chance: number,
  ][] = [
    [
      "city",
      "string",
      (at) => cities[at % 4] ?? "",
      { rule: "fake", with: { kind: "city", locale: "ru" } },
      0,
    ],
    ["pin", "string", (at) => String(1000 + ((at * 31) % 9000)), { rule: "pseudonymize" }, 0],
    ["code", "string", (at) => String(1000 + ((at * 31) % 9000)), { rule: "mask", with: { keepEnd: 1 } }, 0],
    [
      "age",
      "integer",
      (at) => String(18 + ((at * 13) % 80)),
      { rule: "generalize-number", with: { width: 10, output: "lower" } },
      1 / 10,
    ],
    // Laplace of scale 10, rounded to whole numbers: P(0) = 1 − e^(−1/20).
    ["points", "integer", (at) => String((at * 17) % 1000), { rule: "noise", with: { scale: 10 } }, 0.0488],
    ["born", "date", day, { rule: "generalize-date", with: { unit: "month" } }, 12 / 365],
    ["joined", "date", day, { rule: "date-shift", with: { days: 30, entity: "person" } }, 0],
  ];

  it.each(cases)(
    "%s: no row keeps its own more often than chance",
    async (_, datatype, value, use, chance) => {
      const document = testDocument(
        [
          {
            name: "person",
            columns: [
              plain("id", "integer"),
              { name: "v", datatype, privacyClass: "sensitive", anonymize: use },
            ],
            primaryKey: { columns: ["id"], strategy: keep },
          },
        ],
        { person: { table: "person" } },
      );
      const given = Array.from({ length: rows }, (__, at) => [String(at), value(at)]);
      const run = await harness.run(document, { person: { columns: ["id", "v"], rows: given } });
      const published = await run.rows("person");
      expect(published).toHaveLength(rows);
      const same = published.filter((row) => String(row.v) === value(Number(row.id))).length;
      // Four standard deviations of as many independent draws.
      expect(same).toBeLessThanOrEqual(rows * chance + 4 * Math.sqrt(rows * chance * (1 - chance)));
      expect(new Set(published.map((row) => row.v)).size).toBeGreaterThan(1);
    },
  );
});

describe("a dictionary of Russian mobile numbers", () => {
  const column = (name: string) => ({
    name,
    datatype: "string",
    privacyClass: "direct-identifier",
    anonymize: { rule: "pseudonymize", with: { domain: "person.phone" } },
  });
  const document = testDocument([{ name: "person", columns: [column("phone")] }]);
  const numbers = (count: number, step: number, from: number) =>
    Array.from({ length: count }, (_, at) => `+79${String(from + at * step).padStart(9, "0")}`);
  const used = numbers(500, 1_999_993, 1_234_567);
  const dictionary = [...new Set([...used, ...numbers(100_000, 9_973, 17)])];
  const table = (phones: readonly string[]) => ({
    person: { columns: ["phone"], rows: phones.map((phone) => [phone]) },
  });
  const pseudonyms = async (phones: readonly string[], options: Parameters<PipelineHarness["run"]>[2]) => {
    const run = await harness.run(document, table(phones), options);
    return new Set((await run.rows("person")).map((row) => String(row.phone)));
  };

  it("finds no phone under wrong keys or those of a trial, and all of them under the right one", async () => {
    expect(dictionary.length).toBeGreaterThan(100_000);
    const published = await pseudonyms(used, {});
    expect(published.size).toBe(used.length);
    const hits = async (options: Parameters<typeof pseudonyms>[1]) => {
      const guessed = await pseudonyms(dictionary, options);
      expect(guessed.size).toBe(dictionary.length);
      return [...published].filter((pseudonym) => guessed.has(pseudonym)).length;
    };
    expect(await hits({ seed: "wrong" })).toBe(0);
    expect(await hits({ keys: throwAwayKeys() })).toBe(0);
    expect(await hits({})).toBe(used.length);
  });

  /** Every way in which somebody may write a number before hashing it. */
  const spellings = (phone: string): readonly string[] => {
    const national = phone.slice(2);
    const grouped = `${national.slice(0, 3)} ${national.slice(3, 6)}-${national.slice(6, 8)}-${national.slice(8)}`;
    return [phone, phone.slice(1), `8${national}`, national, `+7 ${grouped}`, `"${phone}"`, `${phone}\n`];
  };
  const algorithms = ["md5", "sha1", "sha256", "sha512", "sha3-256", "blake2b512"] as const;
  /** Digests without a key in each form that a column could have, cut as short as any rule cuts. */
  const digests = (phone: string): readonly string[] =>
    spellings(phone).flatMap((text) =>
      algorithms.flatMap((algorithm) => {
        const bytes = createHash(algorithm).update(text).digest();
        const hex = bytes.toString("hex");
        return [
          hex.slice(0, 12),
          String(bytes.readBigUInt64BE() >> 1n),
          bytes.toString("base64url").slice(0, 12),
        ];
      }),
    );

  it("finds no phone by hashing: no form of any rule is a digest that needs no key", async () => {
    const uses: readonly object[] = [
      { rule: "pseudonymize" },
      { rule: "pseudonymize", with: { length: 12 } },
      { rule: "pseudonymize", with: { output: "base32" } },
      { rule: "pseudonymize", with: { output: "uuid" } },
      { rule: "pseudonymize", with: { output: "int64" } },
      { rule: "encrypt" },
      { rule: "fpe" },
      { rule: "fake", with: { kind: "phone", locale: "ru" } },
      { rule: "fake", with: { kind: "user-name" } },
    ];
    const columns = uses.map((anonymize, at) => ({
      name: `c${at}`,
      from: "phone",
      datatype: "string",
      privacyClass: "direct-identifier",
      anonymize,
    }));
    const key = { name: "id", from: "phone", datatype: "string", privacyClass: "direct-identifier" };
    const run = await harness.run(
      testDocument([
        {
          name: "person",
          columns: [key, ...columns],
          primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
        },
      ]),
      table(used),
    );
    // A dictionary of all numbers holds these: whoever goes through it comes by each of them.
    const guesses = new Set(used.flatMap(digests));
    expect(guesses.size).toBe(used.length * spellings("").length * algorithms.length * 3);
    const cells = (await run.rows("person")).flatMap((row) => Object.values(row).map(String));
    expect(cells).toHaveLength(used.length * (uses.length + 1));
    const compared = cells.flatMap((cell) => [cell, cell.replaceAll("-", "").slice(0, 12)]);
    expect(compared.filter((cell) => guesses.has(cell))).toEqual([]);
    // And the comparison finds what it looks for.
    const [phone = ""] = used;
    expect(guesses.has(createHash("sha256").update(phone).digest("hex").slice(0, 12))).toBe(true);
  });

  it("finds no phone in its place: none is its own, and what an encrypted one may be is every number", async () => {
    const own = (name: string, anonymize: object) => ({ ...column(name), from: "phone", anonymize });
    const run = await harness.run(
      testDocument([
        {
          name: "person",
          columns: [
            { name: "n", datatype: "integer", privacyClass: "insensitive" },
            own("fpe", { rule: "fpe" }),
            own("masked", { rule: "mask", with: { preset: "phone" } }),
            own("covered", { rule: "mask", with: { preset: "phone" } }),
          ],
          primaryKey: { columns: ["n"], strategy: keep },
        },
      ]),
      { person: { columns: ["n", "phone"], rows: used.map((phone, at) => [String(at), phone]) } },
    );
    const rows = await run.rows("person");
    expect(rows).toHaveLength(used.length);
    for (const row of rows) {
      const phone = used[Number(row.n)] ?? "";
      expect(row.fpe).not.toBe(phone);
      // Both masks together say two digits: ten million numbers of the plan fit.
      expect([row.masked, row.covered]).toEqual(Array(2).fill(`${"*".repeat(9)}${phone.slice(-2)}`));
    }
    // A tenth of a random text's digits stay where they were.
    const kept = Array.from(
      { length: 11 },
      (_, at) => rows.filter((row) => String(row.fpe)[at + 1] === (used[Number(row.n)] ?? "")[at + 1]).length,
    );
    const spread = 5 * Math.sqrt(used.length * 0.1 * 0.9);
    for (const count of kept) expect(Math.abs(count - used.length / 10)).toBeLessThan(spread);
  });

  it("learns nothing from a trial: it writes no file, and its reports hold no pseudonym and no phone", async () => {
    const published = await pseudonyms(used, {});
    const keys = throwAwayKeys();
    const run = await harness.run(document, table(dictionary.slice(0, 2_000)), { kind: "trial", keys });
    const text = JSON.stringify([run.outcome, run.events]);
    expect(run.outcome.kind).toBe("trial");
    expect(text.length).toBeGreaterThan(1_000);
    for (const pseudonym of published) expect(text).not.toContain(pseudonym);
    for (const phone of dictionary.slice(0, 2_000)) expect(text).not.toContain(phone.slice(2));
    await expect(run.rows("person")).rejects.toThrow();
  });
});
