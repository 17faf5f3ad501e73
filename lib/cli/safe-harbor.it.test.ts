import { afterAll, beforeAll, expect, test } from "vitest";
import { documentOf, type EtlxFolder, etlxFolder } from "./testing/etlx-process.ts";

let etlx: EtlxFolder;
beforeAll(async () => {
  etlx = await etlxFolder();
});
afterAll(() => etlx?.close());

test("a run says which columns leave HIPAA Safe Harbor undecided, and what to decide, where the module chose it", async () => {
  const document = JSON.parse(
    documentOf({ visits: { script: "select ward, remark from visits", columns: ["ward", "remark"] } }),
  );
  const rows = Array.from(
    { length: 60 },
    (_, id) => `${id % 2},patient of bed ${id % 20} slept well and ate`,
  );
  await etlx.write("visits.csv", `ward,remark\n${rows.join("\n")}\n`);
  await etlx.write("plain.jsonld", JSON.stringify(document));
  const chosen = { ...document, policy: { profiles: ["hipaa-safe-harbor"] } };
  await etlx.write("chosen.jsonld", JSON.stringify(chosen));
  const run = (file: string, ...more: readonly string[]) =>
    etlx.run(["run", file, "--source", "s=visits.csv", ...more]);

  const published = await run("chosen.jsonld", "--out", "out");
  expect(published).toMatchObject({ code: 0, stdout: expect.stringContaining("Version 1 is in") });
  expect(published.stderr).toMatch(/Warning: HIPAA Safe Harbor is undecided/);
  expect(published.stderr).toMatch(/^ {2}visits\.remark \([A-R, ]+\): .*free text/m);
  expect(published.stderr).not.toContain("visits.ward");
  expect(published.stderr).toContain("Decide for each: leave it out");

  const { stdout } = await run("chosen.jsonld", "--json");
  expect(stdout).toMatch(/"type":"note","text":" {2}visits\.remark/);
  expect((await run("plain.jsonld")).stderr).not.toContain("Safe Harbor");
});
