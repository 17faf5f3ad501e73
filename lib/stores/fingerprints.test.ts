import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { storeDrivers } from "./server.ts";

const drivers = storeDrivers({
  network: { privateHosts: "all" },
  parquetAsCsv: () => Promise.reject(new Error("not used")),
});
const hashOf = (facts: readonly unknown[]) =>
  createHash("sha256").update(JSON.stringify(facts)).digest("hex");

const database = { host: "db.corp", database: "d", user: "u" };
const bucket = { endpoint: "https://s3.corp", bucket: "data", accessKeyId: "key" };
const facts = {
  postgresql: ["postgresql", "db.corp", 5432, "d", "u", "etlx", null],
  s3: ["s3", "https://s3.corp", "data", "", "key"],
} as const;

describe("fingerprints of stores", () => {
  // Approvals are given for these very facts.
  it.each([
    ["postgresql", database, { ssl: "prefer", password: "p", scriptPassword: "s", readerPassword: "r" }],
    [
      "s3",
      bucket,
      { region: "us-east-1", pathStyle: true, secretAccessKey: "s", readerSecretAccessKey: "r" },
    ],
  ] as const)("of %s stay what they were, whatever its secrets", (kind, place, same) => {
    const { fingerprint } = drivers[kind];
    expect(fingerprint(place)).toBe(hashOf(facts[kind]));
    expect(fingerprint({ ...place, ...same })).toBe(hashOf(facts[kind]));
  });

  it.each([
    ["postgresql", database, { ssl: "disable" }],
    ["postgresql", database, { ssl: "verify-full" }],
    ["postgresql", database, { ca: "PEM" }],
    ["postgresql", database, { ca: "another PEM" }],
    ["s3", bucket, { region: "eu-central-1" }],
    ["s3", bucket, { pathStyle: false }],
    ["s3", bucket, { ca: "PEM" }],
  ] as const)("of %s tell how what is written is kept from others: %#", (kind, place, change) => {
    const { fingerprint } = drivers[kind];
    expect(fingerprint({ ...place, ...change })).toBe(hashOf([...facts[kind], ...Object.entries(change)]));
  });
});
