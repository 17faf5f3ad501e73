import { describe, expect, test } from "vitest";
import { anonymizers, surrogate } from "#lib/anonymizers";
import { diagnose } from "../index.ts";
import { policyLabels, policyProfiles, profilesOf } from "./index.ts";
import { refusedRules } from "./judge-rule.ts";
import { policyProfileIds } from "./profiles.ts";

const profile = (id: string) => {
  const found = policyProfiles.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`${id} is no profile`);
  return found;
};
const refused = (
  id: string,
  privacyClass: "direct-identifier" | "quasi-identifier" | "sensitive" | "insensitive",
  use: { rule: string; with?: Record<string, unknown> },
  type: "string" | "date" | "integer" = "string",
) => refusedRules(profile(id), privacyClass, use, { name: type });

/** A table of one keyed column with a rule on a second one, under the given profiles. */
const withRule = (column: object, profiles?: readonly string[]) => ({
  "@type": "DataModule",
  format: 2,
  name: "clinic",
  sources: [{ name: "clinic", ref: "clinic" }],
  ...(profiles ? { policy: { profiles } } : {}),
  tables: [
    {
      name: "patient",
      extraction: { language: "sql", source: "clinic", script: "select * from patient" },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        { name: "name", datatype: "string", privacyClass: "direct-identifier", anonymize: { rule: "drop" } },
        { name: "v", ...column },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
    },
  ],
});
const codes = (document: unknown) =>
  diagnose(document, { mode: "executable" })
    .filter(({ severity }) => severity === "error")
    .map(({ code, path }) => `${code} ${path.join("/")}`);

describe("profiles", () => {
  test("name only techniques that exist, and each technique of a law its method", () => {
    const known = new Set([...anonymizers, surrogate].map(({ technique }) => technique.etlx));
    let allowances = 0;
    for (const { id, allows, methods } of policyProfiles) {
      for (const list of Object.values(allows)) {
        if (list === "any") continue;
        for (const { technique } of list) {
          expect(known, `${id}: ${technique}`).toContain(technique);
          if (methods && technique !== "keep") expect(Object.keys(methods.of)).toContain(technique);
          allowances++;
        }
      }
      for (const method of Object.values(methods?.of ?? {}))
        expect(methods?.all.map((one) => one.id)).toContain(method);
    }
    expect(allowances).toBeGreaterThanOrEqual(150);
    expect(profile("hipaa-safe-harbor").identifiers).toHaveLength(18);
  });

  test("the workspace's own holds for every module, the others where they are chosen", () => {
    expect(profilesOf({}).map(({ id }) => id)).toEqual(["default"]);
    expect(profilesOf({ policy: { profiles: ["152-fz"] } }).map(({ id }) => id)).toEqual([
      "default",
      "152-fz",
    ]);
    expect(["default", ...policyProfileIds]).toEqual(policyProfiles.map(({ id }) => id));
  });

  test("a technique that nobody listed is allowed nowhere", () => {
    const closed = { ...profile("default"), allows: { ...profile("default").allows, sensitive: [] } };
    expect(refusedRules(closed, "sensitive", { rule: "redact" }, { name: "string" })).toEqual(["redact"]);
  });

  test("the default keeps no direct identifier, not even where a condition chooses it", () => {
    const keep = { rule: "keep", with: { reason: "x" } };
    expect(refused("default", "direct-identifier", keep)).toEqual(["keep"]);
    expect(refused("default", "quasi-identifier", keep)).toEqual([]);
    expect(refused("default", "direct-identifier", { rule: "shuffle" })).toEqual(["shuffle"]);
    expect(
      refused("default", "direct-identifier", { rule: "column-script", with: { expression: "value" } }),
    ).toEqual(["column-script"]);
    const chosen = {
      rule: "conditional",
      with: { when: "true", apply: keep, otherwise: { rule: "redact" } },
    };
    expect(refused("default", "direct-identifier", chosen)).toEqual(["keep"]);
  });

  test("Safe Harbor leaves years, three digits of ZIP codes and new numbers, and no derivative of an identifier", () => {
    const dates = (unit: string) =>
      refused("hipaa-safe-harbor", "quasi-identifier", { rule: "generalize-date", with: { unit } }, "date");
    expect([dates("month"), dates("year"), dates("decade")]).toEqual([["generalize-date"], [], []]);
    const keep = { rule: "keep", with: { reason: "x" } };
    expect(refused("hipaa-safe-harbor", "quasi-identifier", keep, "date")).toEqual(["keep"]);
    expect(refused("hipaa-safe-harbor", "quasi-identifier", keep)).toEqual([]);
    expect(refused("hipaa-safe-harbor", "quasi-identifier", { rule: "date-shift" }, "date")).toEqual([
      "date-shift",
    ]);
    expect(refused("hipaa-safe-harbor", "direct-identifier", { rule: "pseudonymize" })).toEqual([
      "pseudonymize",
    ]);
    expect(refused("hipaa-safe-harbor", "direct-identifier", { rule: "surrogate" })).toEqual([]);
    expect(
      refused("hipaa-safe-harbor", "quasi-identifier", { rule: "generalize-prefix", with: { keep: 3 } }),
    ).toEqual(["generalize-prefix"]);
    expect(
      refused("hipaa-safe-harbor", "quasi-identifier", {
        rule: "generalize-prefix",
        with: { preset: "us-zip3" },
      }),
    ).toEqual([]);
  });

  test("output under a key is called pseudonymised, and each technique by the order's method", () => {
    const profiles = [profile("default"), profile("gdpr"), profile("152-fz")];
    const labels = (rule: string, given?: Record<string, unknown>) =>
      policyLabels(profiles, { rule, ...(given ? { with: given } : {}) }).map(({ ru }) => ru);
    expect(labels("pseudonymize")).toEqual(["псевдонимизировано", "введение идентификаторов"]);
    expect(labels("mask")).toEqual(["изменение состава или семантики"]);
    expect(labels("shuffle")).toEqual(["псевдонимизировано", "перемешивание"]);
    expect(labels("keep", { reason: "x" })).toEqual([]);
    const words = policyProfiles.map(({ keyedOutput }) => keyedOutput?.en ?? "").join(" ");
    expect(words).not.toMatch(/anonymous|anonymi[sz]ed/i);
  });
});

describe("a document", () => {
  const born = { datatype: "date", privacyClass: "quasi-identifier" };
  const month = { ...born, anonymize: { rule: "generalize-date", with: { unit: "month" } } };

  test("is judged by the profiles it chooses", () => {
    expect(codes(withRule(month))).toEqual([]);
    expect(codes(withRule(month, ["gdpr", "152-fz"]))).toEqual([]);
    expect(codes(withRule(month, ["hipaa-safe-harbor"]))).toEqual([
      "policy-refuses tables/0/columns/2/anonymize/rule",
    ]);
  });

  test("cannot choose an unknown profile", () => {
    expect(codes(withRule(month, ["fips"]))).toEqual(["value-invalid policy/profiles/0"]);
  });

  test("cannot let a script show a column that policy keeps from it", () => {
    const script = (expression: string) =>
      withRule({
        datatype: "string",
        privacyClass: "insensitive",
        anonymize: { rule: "column-script", with: { expression } },
      });
    expect(codes(script("upper(value)"))).toEqual([]);
    expect(codes(script("value || name"))).toEqual(["policy-refuses tables/0/columns/2/anonymize/rule"]);
  });

  test("cannot hold a condition over a column that is not there, or Python in a rule", () => {
    const rule = (anonymize: object) =>
      withRule({ datatype: "string", privacyClass: "quasi-identifier", anonymize });
    const conditional = { when: "planet = 'x'", apply: { rule: "redact" }, otherwise: { rule: "redact" } };
    expect(codes(rule({ rule: "conditional", with: conditional }))).toContain(
      "rule-problem tables/0/columns/2/anonymize/with",
    );
    expect(codes(rule({ rule: "column-script", with: { expression: "value", language: "python" } }))).toEqual(
      ["rule-problem tables/0/columns/2/anonymize/with"],
    );
  });
});
