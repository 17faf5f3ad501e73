import type { DiagnosticCode } from "../index.ts";
import { casesBeside } from "./cases-beside.ts";
import { clinicDocument } from "./clinic-document.ts";

export const patient = "tables/1";
export const note = `${patient}/columns/3`;
export const born = `${patient}/columns/2`;
export const secret = "Иванова Анна";
const number = { name: "weight", datatype: "integer", privacyClass: "insensitive" };

const ofPhone = (name: string, anonymize: object) => ({
  name,
  from: "phone",
  datatype: "string",
  privacyClass: "direct-identifier",
  anonymize,
});

/** A quasi-identifier that leaves its level to Protect. */
const leveled = {
  hierarchies: [{ name: "days", rule: "date-parts", with: { units: ["year"] } }],
  [`${born}/anonymize`]: undefined,
  [`${born}/hierarchy`]: { name: "days" },
};

/** One of the parent's columns, whose level is left to Protect too. */
const openDay = {
  name: "since",
  datatype: "date",
  privacyClass: "quasi-identifier",
  hierarchy: { name: "days" },
};
export const referring = (digit: string, count: number) => ({
  artefact: `hmac-sha256:${digit.repeat(64)}`,
  count,
});
export const pairs = { kind: "normalizer/map-values/pairs", value: [[secret, "2000-01-01"]] };
export const artefacts = (name: string) => (name === referring("a", 1).artefact ? pairs : undefined);

/** There are 500 of them, for 50 values. */
const distinctCities = { rule: "fake", with: { kind: "city", unique: true } };
export const figures = { doctor: { rows: 51, distinct: {} } };

const ofWard = {
  "sources/1": { name: "ward", ref: "module:ward@latest" },
  [`${patient}/extraction/source`]: "ward",
};

const doctor = "tables/0";
const incremental = `${doctor}/extraction/incremental`;
const increments = { [incremental]: { cursor: "id" } };

/** What makes each diagnostic, and where it must stand. */
export const cases: Readonly<
  Record<DiagnosticCode, readonly [changes: Readonly<Record<string, unknown>>, path: string]>
> = {
  "unknown-key": [{ [`${note}/datatyp`]: "string" }, `${note}/datatyp`],
  "key-required": [{ [`${patient}/name`]: undefined }, `${patient}/name`],
  "value-invalid": [{ [`${note}/datatype`]: secret }, `${note}/datatype`],
  "document-not-object": [{}, ""],
  "format-unsupported": [{ format: 99 }, "format"],
  ...casesBeside,
  "incremental-script": [
    { ...increments, [`${doctor}/extraction/script`]: "select max(id) as id from doctor" },
    `${doctor}/extraction/script`,
  ],
  "incremental-condition": [
    { ...increments, [`${doctor}/extraction/script`]: "select id from doctor where id > 0" },
    `${doctor}/extraction/script`,
  ],
  "incremental-module": [
    { ...increments, [`${doctor}/extraction/source`]: "module:ward@latest" },
    `${doctor}/extraction/source`,
  ],
  "incremental-transformation": [
    { ...increments, [`${doctor}/transformation`]: { language: "sql", script: "select * from doctor" } },
    `${doctor}/transformation`,
  ],
  "incremental-unpublished": [{ ...increments, [`${doctor}/publish`]: false }, `${doctor}/publish`],
  "incremental-key": [{ ...increments, [`${doctor}/primaryKey`]: undefined }, incremental],
  "incremental-strategy": [increments, `${doctor}/primaryKey/strategy/rule`],
  "incremental-winner": [
    { ...increments, [`${doctor}/primaryKey/onDuplicate`]: { winner: "last" } },
    `${doctor}/primaryKey/onDuplicate/winner`,
  ],
  "incremental-rule": [
    { ...increments, [`${doctor}/columns/0/checks`]: [{ rule: "unique" }] },
    `${doctor}/columns/0/checks/0/rule`,
  ],
  "incremental-table-rule": [
    { ...increments, [`${doctor}/deduplicate`]: { columns: ["id"], winner: "first" } },
    `${doctor}/deduplicate`,
  ],
  "incremental-risk": [{ [`${patient}/extraction/incremental`]: { cursor: "born" } }, `${born}/privacyClass`],
  "incremental-parent": [
    { [`${patient}/extraction/incremental`]: { cursor: "born" } },
    `${patient}/foreignKeys/0`,
  ],
  "incremental-reader": [increments, incremental],
  "module-circle": [ofWard, "sources/1/ref"],
  "module-withdrawn": [ofWard, "sources/1/ref"],
  "module-version-missing": [
    { [`${patient}/extraction/source`]: "module:lost@9" },
    `${patient}/extraction/source`,
  ],
  "module-models-dropped": [ofWard, `${patient}/privacy`],
  "class-weaker-than-source": [ofWard, `${born}/privacyClass`],
  "values-in-clear": [
    { [`${born}/normalize`]: [{ rule: "map-values", with: { pairs: [[secret, "2000-01-01"]] } }] },
    `${born}/normalize/0/with/pairs`,
  ],
  "artefact-unknown": [
    { [`${born}/normalize`]: [{ rule: "map-values", with: { pairs: referring("0", 1) } }] },
    `${born}/normalize/0/with/pairs`,
  ],
  "artefact-kind": [
    { [`${born}/checks`]: [{ rule: "allowed-values", with: { values: referring("a", 1) } }] },
    `${born}/checks/0/with/values`,
  ],
  "artefact-count": [
    { [`${born}/normalize`]: [{ rule: "map-values", with: { pairs: referring("a", 2) } }] },
    `${born}/normalize/0/with/pairs`,
  ],
  "unknown-rule": [{ [`${note}/normalize`]: [{ rule: "trimm" }] }, `${note}/normalize/0/rule`],
  "params-invalid": [
    { [`${note}/checks`]: [{ rule: "length", with: { minimum: -1 } }] },
    `${note}/checks/0/with/minimum`,
  ],
  "params-missing": [{ [`${note}/anonymize`]: { rule: "keep" } }, `${note}/anonymize/rule`],
  "rule-type": [{ [`${note}/checks`]: [{ rule: "range", with: { minimum: 1 } }] }, `${note}/checks/0/rule`],
  "rule-problem": [
    { [`${born}/checks`]: [{ rule: "range", with: { minimum: secret } }] },
    `${born}/checks/0/with`,
  ],
  "default-missing": [{ [`${note}/onCastFailure`]: "default" }, note],
  "default-type": [
    {
      [`${born}/checks`]: [
        { rule: "range", with: { minimum: "1900-01-01" }, onViolation: "default", default: secret },
      ],
    },
    `${born}/checks/0/default`,
  ],
  "clamp-impossible": [
    { [`${note}/checks`]: [{ rule: "pattern", with: { pattern: "a+" }, onViolation: "clamp" }] },
    `${note}/checks/0/onViolation`,
  ],
  "policy-not-for-table-check": [
    { [`${patient}/checks`]: [{ rule: "row-count", with: { minimum: 1 }, onViolation: "reject" }] },
    `${patient}/checks/0/onViolation`,
  ],
  "order-not-measured": [
    { [`${patient}/columns/4`]: { ...number, nulls: { rule: "interpolate", with: { order: ["note"] } } } },
    `${patient}/columns/4/nulls/with`,
  ],
  "order-by-itself": [
    { [`${note}/nulls`]: { rule: "previous", with: { order: ["note"] } } },
    `${note}/nulls/with`,
  ],
  "reference-type": [
    {
      [`${patient}/checks`]: [
        { rule: "reference", with: { columns: ["note"], table: "doctor", references: ["id"] } },
      ],
    },
    `${patient}/checks/0/with`,
  ],
  "gate-unpublished": [
    {
      [`${note}/privacyClass`]: "sensitive",
      [`${note}/anonymize`]: { rule: "drop" },
      [`${patient}/checks`]: [{ rule: "previous-nulls", with: { column: "note", maximumIncrease: 0.1 } }],
    },
    `${patient}/checks/0/with`,
  ],
  "pattern-unused": [{ patterns: [{ match: "*_email" }] }, "patterns/0/match"],
  "foreign-key-when-type": [
    { [`${patient}/foreignKeys/0/when`]: { column: "born", equals: secret } },
    `${patient}/foreignKeys/0/when/equals`,
  ],
  "foreign-key-when-shared": [
    {
      "tables/2": { ...clinicDocument().tables[0], name: "nurse" },
      [`${patient}/foreignKeys/0/when`]: { column: "note", equals: "doctor" },
      [`${patient}/foreignKeys/1`]: {
        columns: ["doctor_id"],
        references: { table: "nurse", columns: ["id"] },
        onOrphan: "reject",
        when: { column: "note", equals: "nurse" },
      },
    },
    `${patient}/foreignKeys/1/columns/0`,
  ],
  "policy-not-for-rule": [
    { [`${note}/checks`]: [{ rule: "unique", onViolation: "default", default: "x" }] },
    `${note}/checks/0/onViolation`,
  ],
  "unique-filled": [
    {
      [`${note}/checks`]: [{ rule: "unique", onViolation: "null" }],
      [`${note}/nulls`]: { rule: "constant", with: { value: "x" } },
    },
    `${note}/nulls/rule`,
  ],
  "key-type": [{ [`${patient}/columns/0/datatype`]: "float" }, `${patient}/primaryKey/columns/0`],
  "column-unclassed": [{ [`${note}/privacyClass`]: undefined }, note],
  "anonymization-missing": [{ [`${born}/anonymize`]: undefined }, born],
  "policy-refuses": [
    { [`${patient}/primaryKey/strategy`]: { rule: "keep", with: { reason: "Public." } } },
    `${patient}/primaryKey/strategy/rule`,
  ],
  "masked-twice": [
    {
      [`${patient}/columns/4`]: ofPhone("phone", { rule: "mask", with: { keepStart: 6 } }),
      [`${patient}/columns/5`]: ofPhone("phone_end", { rule: "mask", with: { keepEnd: 6 } }),
    },
    `${patient}/columns/5/anonymize/rule`,
  ],
  "masked-and-hashed": [
    {
      [`${patient}/columns/4`]: ofPhone("phone", { rule: "mask", with: { preset: "phone" } }),
      [`${patient}/columns/5`]: ofPhone("phone_hash", { rule: "pseudonymize" }),
    },
    `${patient}/columns/4/anonymize/rule`,
  ],
  "key-rule-columns": [
    {
      [`${patient}/primaryKey/strategy`]: {
        rule: "fake",
        with: { kind: "first-name", gender: { column: "note" } },
      },
    },
    `${patient}/primaryKey/strategy`,
  ],
  "key-strategy-lossy": [
    { [`${patient}/primaryKey/strategy`]: { rule: "pseudonymize", with: { output: "int64" } } },
    `${patient}/primaryKey/strategy`,
  ],
  "key-own-rule": [
    { [`${patient}/columns/0/anonymize`]: { rule: "pseudonymize" } },
    `${patient}/columns/0/anonymize`,
  ],
  "key-nulls": [{ [`${patient}/columns/0/nulls`]: { rule: "median" } }, `${patient}/columns/0/nulls/rule`],
  "key-cycle": [
    {
      "tables/0/columns/0": { name: "id" },
      "tables/0/foreignKeys": [
        { columns: ["id"], references: { table: "patient", columns: ["id"] }, onOrphan: "reject" },
      ],
      [`${patient}/columns/0`]: { name: "id" },
      [`${patient}/foreignKeys`]: [
        { columns: ["id"], references: { table: "doctor", columns: ["id"] }, onOrphan: "reject" },
      ],
    },
    "tables/0/columns/0",
  ],
  "key-not-published": [
    { "tables/0/publish": false, "tables/0/columns/0/privacyClass": undefined },
    `${patient}/columns/1`,
  ],
  "unknown-column": [{ [`${patient}/primaryKey/columns`]: ["idd"] }, `${patient}/primaryKey/columns/0`],
  "source-column-missing": [{ [`${note}/from`]: "nota" }, `${note}/from`],
  "foreign-key-own": [
    { [`${patient}/columns/1/privacyClass`]: "insensitive" },
    `${patient}/columns/1/privacyClass`,
  ],
  "foreign-key-arity": [
    { [`${patient}/foreignKeys/0/columns`]: ["doctor_id", "note"] },
    `${patient}/foreignKeys/0/columns`,
  ],
  "foreign-key-target": [
    {
      "tables/0/columns/1": { name: "code", datatype: "string", privacyClass: "insensitive" },
      [`${patient}/foreignKeys/0/references/columns`]: ["code"],
    },
    `${patient}/foreignKeys/0/references/columns`,
  ],
  "foreign-key-no-target": [
    { "tables/0/primaryKey": undefined },
    `${patient}/foreignKeys/0/references/table`,
  ],
  "foreign-key-self": [
    {
      [`${patient}/foreignKeys/0`]: {
        columns: ["id"],
        references: { table: "patient", columns: ["id"] },
        onOrphan: "reject",
      },
      [`${patient}/columns/1`]: { name: "ward", datatype: "string", privacyClass: "insensitive" },
    },
    `${patient}/foreignKeys/0`,
  ],
  "foreign-key-shared": [
    {
      [`${patient}/foreignKeys/1`]: {
        columns: ["doctor_id"],
        references: { table: "patient", columns: ["id"] },
        onOrphan: "reject",
      },
    },
    `${patient}/foreignKeys/1/columns/0`,
  ],
  "orphan-null-on-key": [
    {
      [`${patient}/primaryKey/columns`]: ["id", "doctor_id"],
      [`${patient}/foreignKeys/0/onOrphan`]: "null",
    },
    `${patient}/foreignKeys/0/onOrphan`,
  ],
  "upload-store-twice": [
    { "upload/script": { language: "sql", store: "files", script: "select 1" } },
    "upload/script/store",
  ],
  "duplicate-name": [{ [`${note}/name`]: "BORN" }, `${note}/name`],
  "unknown-source": [{ [`${patient}/extraction/source`]: "clinik" }, `${patient}/extraction/source`],
  "source-unused": [{ "sources/1": { name: "other", ref: "other" } }, "sources/1"],
  "parameter-unknown": [
    { [`${patient}/extraction/script`]: "select * from patient where region = $region" },
    `${patient}/extraction/script`,
  ],
  "parameter-unused": [{ parameters: [{ name: "region", datatype: "string" }] }, "parameters/0"],
  "parameter-default": [
    {
      parameters: [{ name: "day", datatype: "date", default: "tomorrow" }],
      [`${patient}/extraction/script`]: "select * from patient where day = $day",
    },
    "parameters/0/default",
  ],
  "parameter-choices": [
    {
      parameters: [{ name: "region", datatype: "choice" }],
      [`${patient}/extraction/script`]: "select * from patient where region = $region",
    },
    "parameters/0",
  ],
  "time-zone": [{ "sources/0/timeZone": "Mars/Olympus" }, "sources/0/timeZone"],
  "packages-unlocked": [{ packages: [{ name: "rapidfuzz", version: "3.0" }] }, "packages"],
  "table-no-origin": [{ [`${patient}/extraction`]: undefined }, patient],
  "table-no-columns": [
    { "tables/2": { name: "empty", transformation: { language: "sql", script: "select 1" }, columns: [] } },
    "tables/2/columns",
  ],
  "no-tables": [{ tables: [] }, "tables"],
  "nothing-published": [{ "tables/0/publish": false, [`${patient}/publish`]: false }, "tables"],
  "transformation-cycle": [
    {
      "tables/0/transformation": {
        language: "sql",
        script: 'select d.* from doctor d join "patient" p using (id)',
      },
      [`${patient}/transformation`]: {
        language: "sql",
        script: "select * from patient, (select 1 from DOCTOR)",
      },
    },
    "tables/0/transformation",
  ],
  "quasi-identifiers-none": [{ [`${born}/privacyClass`]: "sensitive" }, `${patient}/privacy/kAnonymity`],
  "quasi-identifiers-many": [
    {
      [`${patient}/columns`]: [
        ...(clinicDocument().tables[1]?.columns ?? []),
        ...Array.from({ length: 10 }, (_, at) => ({
          name: `q${at}`,
          datatype: "string",
          privacyClass: "quasi-identifier",
          anonymize: { rule: "redact" },
        })),
      ],
    },
    `${patient}/privacy`,
  ],
  "unknown-hierarchy": [{ [`${born}/hierarchy`]: { name: "dates" } }, `${born}/hierarchy`],
  "hierarchy-level": [
    { ...leveled, [`${born}/hierarchy`]: { name: "days", level: 3 } },
    `${born}/hierarchy/level`,
  ],
  "hierarchy-with-rule": [
    { ...leveled, [`${born}/anonymize`]: { rule: "generalize-date", with: { unit: "year" } } },
    `${born}/hierarchy`,
  ],
  "hierarchy-class": [{ ...leveled, [`${born}/privacyClass`]: "sensitive" }, `${born}/hierarchy`],
  "hierarchy-level-missing": [{ ...leveled, [`${patient}/privacy`]: undefined }, `${born}/hierarchy`],
  "hierarchy-unused": [{ ...leveled, [`${born}/hierarchy`]: undefined }, "hierarchies/0"],
  "model-column-class": [
    { [`${patient}/privacy/lDiversity`]: { column: "note", l: 2 } },
    `${patient}/privacy/lDiversity/column`,
  ],
  "model-column-unpublished": [
    {
      [note]: { name: "note", privacyClass: "sensitive", anonymize: { rule: "drop" } },
      [`${patient}/privacy/tCloseness`]: { column: "note", t: 0.2 },
    },
    `${patient}/privacy/tCloseness/column`,
  ],
  "model-parameters": [
    {
      [note]: { name: "note", privacyClass: "sensitive", anonymize: { rule: "keep", with: { reason: "x" } } },
      [`${patient}/privacy/lDiversity`]: { column: "note", l: 1.5 },
    },
    `${patient}/privacy/lDiversity/l`,
  ],
  "population-columns": [
    { [`${patient}/privacy/kMap`]: { k: 5, population: "doctor" } },
    `${patient}/privacy/kMap/population`,
  ],
  "population-published": [
    { [`${patient}/privacy/kMap`]: { k: 5, population: "patient" } },
    `${patient}/privacy/kMap/population`,
  ],
  "quasi-identifier-keyed": [{ [`${born}/anonymize`]: { rule: "pseudonymize" } }, `${born}/anonymize`],
  "search-parent-open": [
    {
      ...leveled,
      "tables/0/columns/1": openDay,
      [`${patient}/privacy/search`]: "multidimensional",
    },
    `${patient}/privacy/search`,
  ],
  "population-parent-cut": [
    {
      ...leveled,
      "tables/0/columns/1": openDay,
      "tables/0/privacy": { kAnonymity: 2, search: "multidimensional" },
      "tables/2": { ...clinicDocument().tables[1], name: "citizen", publish: false, privacy: undefined },
      [`${patient}/privacy/kMap`]: { k: 5, population: "citizen" },
    },
    `${patient}/privacy/kMap/population`,
  ],
  "search-without-hierarchy": [{ [`${patient}/privacy/search`]: "optimal" }, `${patient}/privacy/search`],
  "suppression-without-model": [
    { [`${patient}/privacy`]: { suppressionLimit: 0.1 } },
    `${patient}/privacy/suppressionLimit`,
  ],
  "suppression-high": [
    { [`${patient}/privacy/suppressionLimit`]: 0.6 },
    `${patient}/privacy/suppressionLimit`,
  ],
  "privacy-unpublished": [{ [`${patient}/publish`]: false }, `${patient}/privacy`],
  "values-too-few": [
    {
      "tables/0/primaryKey/strategy": distinctCities,
      "tables/0/checks": [{ rule: "row-count", with: { minimum: 51 }, onViolation: "fail" }],
    },
    "tables/0/primaryKey/strategy",
  ],
  "values-seem-too-few": [{ "tables/0/primaryKey/strategy": distinctCities }, "tables/0/primaryKey/strategy"],
  "rule-needs-key": [
    {
      "tables/0/primaryKey": undefined,
      [`${patient}/foreignKeys`]: [],
      [`${patient}/columns/1`]: { name: "ward", datatype: "string", privacyClass: "insensitive" },
      "tables/0/columns/1": {
        name: "salary",
        datatype: "integer",
        privacyClass: "sensitive",
        anonymize: { rule: "noise", with: { scale: 5 } },
      },
    },
    "tables/0/columns/1/anonymize",
  ],
  "entity-unreachable": [
    {
      "tables/0/columns/1": {
        name: "hired",
        datatype: "date",
        privacyClass: "sensitive",
        anonymize: { rule: "date-shift", with: { entity: "patient" } },
      },
    },
    "tables/0/columns/1/anonymize/with/entity",
  ],
  "unknown-table": [{ "person/table": "patiens" }, "person/table"],
  "person-no-key": [{ [`${patient}/primaryKey`]: undefined }, "person/table"],
  "person-unreachable": [
    {
      "tables/0/privacy": { kAnonymity: 3 },
      "tables/0/columns/1": {
        name: "born",
        datatype: "date",
        privacyClass: "quasi-identifier",
        anonymize: { rule: "generalize-date", with: { unit: "year" } },
      },
    },
    "tables/0/privacy",
  ],
};
