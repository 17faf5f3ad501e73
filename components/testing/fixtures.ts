import type { Manifest, ModuleDetail, Reports, RunDetail, SessionView, VersionDetail } from "#lib/contracts";

/** Small data of every kind that pages are given. Nothing of it comes from a person. */

const at = "2026-11-23T07:00:00.000Z";
const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const enno = { id: "u1", name: "Enno Engineer" };
const counts = {
  extracted: 1030,
  transformed: 1000,
  published: 940,
  rejected: 30,
  deduplicated: 20,
  suppressed: 10,
};

export const reports: Reports = {
  quality: {
    tables: [
      {
        name: "customers",
        counts,
        olderWinners: { fewerThan: 5 },
        rules: [
          { code: "check", column: "email", rule: "pattern", action: "null", rows: 120 },
          { code: "key-duplicate", rule: "first", action: "deduplicate", rows: { fewerThan: 5 } },
        ],
        reasons: [{ code: "key-duplicate", rule: "first", action: "deduplicate", rows: 20 }],
        verdicts: [
          { rule: "row-count", action: "fail", outcome: "passed" },
          {
            rule: "previous-drift",
            column: "birth_date",
            action: "warn",
            outcome: "violated",
            figure: 0.31254,
          },
          { rule: "previous-rows", action: "fail", outcome: "not-comparable" },
        ],
        columns: [
          {
            name: "id",
            datatype: "string",
            nullShareBefore: 0,
            nullShareAfter: 0,
            distinct: 940,
          },
          {
            name: "birth_date",
            datatype: "date",
            nullShareBefore: 0.1,
            nullShareAfter: 0.12,
            distinct: { fewerThan: 5 },
            minimum: "1950-01-01",
            maximum: "1969-12-31",
            quantiles: [{ q: 0.5, value: "1963-05-01" }],
            histogram: {
              kind: "range",
              bins: [
                { from: "1950-01-01", to: "1960-01-01", rows: 40 },
                { from: "1960-01-01", to: "1970-01-01", rows: 900 },
              ],
              other: { fewerThan: 5 },
            },
          },
        ],
      },
    ],
  },
  privacy: {
    resultClass: "pseudonymised",
    tables: [
      {
        name: "customers",
        columns: [
          {
            name: "id",
            privacyClass: "direct-identifier",
            rule: "pseudonymize",
            linkageDomain: "person",
            keyId: "k1",
          },
          {
            name: "birth_date",
            privacyClass: "quasi-identifier",
            rule: "generalize-date",
            loss: 0.4,
            technique: "etlx:generalize-date",
            entropyKept: 0.37,
          },
        ],
        quasiIdentifiers: ["customers.birth_date"],
        unit: "persons",
        requiredK: 5,
        achievedK: 7,
        classSizes: [
          { size: 7, classes: 4 },
          { size: 40, classes: 2 },
        ],
        riskBefore: {
          prosecutor: 1,
          journalist: 1,
          marketer: 0.4,
          uniqueShare: 0.3,
          atRisk: [{ threshold: 0.05, share: 0.91 }],
        },
        riskAfter: {
          prosecutor: 0.143,
          journalist: 0.143,
          marketer: 0.05,
          uniqueShare: 0,
          atRisk: [{ threshold: 0.05, share: 0.16 }],
        },
        suppressed: 10,
      },
    ],
    notCovered: [
      { table: "orders", text: { en: "many rows of one person", ru: "много строк одного человека" } },
    ],
  },
  provenance: {
    runId: "0b0c3a52-0000-4000-8000-000000000001",
    kind: "publication",
    engine: "DuckDB 1.5",
    product: "ETL-Express 0.1",
    sources: [
      {
        name: "shop",
        kind: "postgresql",
        fingerprint: hash,
        snapshotAt: at,
        cost: { queries: 2, rows: 1200, bytes: 4_200_000, seconds: 75.2, longestQuerySeconds: 62 },
      },
    ],
    scripts: [{ table: "customers", role: "extract", language: "sql", sha256: hash }],
    revision: { number: 2, contentHash: hash },
    startedAt: at,
    finishedAt: "2026-11-23T07:01:12.000Z",
    startedBy: "Enno Engineer",
    approvedBy: "Dora Database",
    approvedAt: at,
    keyIds: { person: "k1" },
  },
};

const manifest: Manifest = {
  format: 1,
  module: "shop",
  contentHash: hash,
  runId: "0b0c3a52-0000-4000-8000-000000000001",
  tables: [
    {
      name: "customers",
      file: "customers.parquet",
      mediaType: "application/vnd.apache.parquet",
      sha256: hash,
      bytes: 4_200_000,
      counts,
      columns: [
        { name: "id", datatype: "string", nullable: false },
        { name: "birth_date", datatype: "date", nullable: true, description: "Decade of birth" },
      ],
      primaryKey: ["id"],
      foreignKeys: [],
    },
  ],
};

export const version: VersionDetail = {
  module: "shop",
  number: 2,
  versionId: hash,
  runId: manifest.runId,
  revision: 2,
  createdAt: at,
  tables: 1,
  rows: 940,
  columns: 2,
  bytes: 4_200_000,
  isLatest: true,
  kept: false,
  usedIn: [],
  title: "Shop",
  description: "An online shop.",
  license: "https://spdx.org/licenses/CC-BY-4.0.html",
  manifest,
  reports,
  files: [
    {
      table: "customers",
      name: "customers.parquet",
      sha256: hash,
      bytes: 4_200_000,
      rows: 940,
      mediaType: "application/vnd.apache.parquet",
      href: "/modules/shop/versions/2/files/customers.parquet",
    },
  ],
  extraction: [{ table: "customers", language: "sql", source: "folder", text: "select 1" }],
  copies: [],
  address: "http://127.0.0.1/modules/shop/versions/2",
  previousNumber: 1,
  mayKeep: true,
  mayWithdraw: true,
};

export const failedRun: RunDetail = {
  id: manifest.runId,
  module: "shop",
  revision: 2,
  kind: "publication",
  state: "failed",
  attempt: 1,
  requestedBy: enno,
  parameters: [],
  createdAt: at,
  startedAt: at,
  finishedAt: "2026-11-23T07:00:09.000Z",
  error: {
    code: "too-many-rejected",
    params: { table: "customers", rejected: 300, transformed: 1000, limit: 10 },
    place: { stage: "cleanse", table: "customers", column: "email", rule: "pattern", row: 17 },
  },
  lastEventSeq: 1,
  stages: [
    {
      attempt: 1,
      stage: "extract",
      state: "finished",
      startedAt: at,
      finishedAt: "2026-11-23T07:00:04.000Z",
    },
    { attempt: 1, stage: "cleanse", state: "failed", startedAt: "2026-11-23T07:00:05.000Z" },
  ],
  events: [
    {
      seq: 1,
      at,
      attempt: 1,
      level: "info",
      kind: "message",
      stage: "extract",
      table: "customers",
      message: "extracted",
      params: { rows: 1030 },
    },
  ],
  tables: [{ name: "customers", publish: true }],
  scriptOutputs: [
    { id: "o", attempt: 1, stage: "transform", table: "customers", bytes: 120, isCut: false, line: 3, at },
  ],
  mayReadOutput: true,
  quarantine: [{ table: "customers", rows: 300, bytes: 1200, kept: true, expiresAt: at }],
  mayCancel: false,
  mayRetry: true,
  mayLook: false,
};

export const module: ModuleDetail = {
  summary: {
    name: "shop",
    title: "Shop",
    state: "in-review",
    createdAt: at,
    draftAhead: true,
    revision: 2,
    sources: ["shop"],
    tables: 1,
    columns: 2,
    personalColumns: 2,
    triggers: { count: 0, paused: 0 },
    latestVersion: { number: 2 },
  },
  description: "An online shop.",
  environments: [],
  parameters: [],
  draft: {
    document: { name: "shop", tables: [{ name: "customers", columns: [{ name: "id" }] }] },
    etag: 4,
    updatedBy: enno,
    updatedAt: at,
    diagnostics: [
      {
        code: "class-missing",
        severity: "error",
        message: { en: "The column has no privacy class.", ru: "У колонки нет класса приватности." },
        path: ["tables", 0, "columns", 0],
      },
    ],
  },
  revisions: [
    {
      id: "r2",
      number: 2,
      contentHash: hash,
      author: enno,
      message: "Mask phones",
      createdAt: at,
      review: "requested",
    },
  ],
  review: {
    module: "shop",
    revision: 2,
    revisionId: "r2",
    state: "in-review",
    contentHash: hash,
    author: enno,
    message: "Mask phones",
    createdAt: at,
    steps: [{ id: "s1", state: "requested", reviewer: enno, comment: "Please look", acknowledged: [], at }],
    editors: [enno],
    comparedWith: 1,
    changes: [
      {
        kind: "rule",
        action: "changed",
        path: ["tables", 0, "columns", 1],
        text: { en: "The rule of phone changed", ru: "Правило колонки phone изменено" },
        deciding: true,
        before: "keep",
        after: "mask",
      },
    ],
    columns: [
      {
        table: "customers",
        column: "phone",
        privacyClass: "direct-identifier",
        rule: "mask",
        previous: { privacyClass: "sensitive", rule: "keep" },
        change: "changed",
        policyLabels: [],
      },
    ],
    removedColumns: [{ table: "customers", column: "fax" }],
    policies: [
      {
        id: "default",
        title: { en: "Workspace policy", ru: "Политика рабочего пространства" },
        summary: { en: "Identifiers never stay.", ru: "Идентификаторы не остаются." },
      },
    ],
    notCovered: [
      {
        id: "n1",
        table: "orders",
        text: { en: "many rows of one person", ru: "много строк одного человека" },
      },
    ],
    mayApprove: true,
  },
  runs: [failedRun],
  versions: [version],
  jsonSchema: {},
};

export const sessionOf = (role: SessionView["user"]["role"]): SessionView => ({
  user: { id: "u1", name: "Enno Engineer", email: "engineer@example.com", role },
});
