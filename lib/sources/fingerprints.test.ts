import { describe, expect, it } from "vitest";
import { sourceDrivers } from "./server.ts";

const notUsed = () => Promise.reject(new Error("not used"));
const drivers = sourceDrivers({
  network: { privateHosts: "all" },
  files: { inspect: notUsed, run: notUsed, inspectDatabase: notUsed, runInDatabase: notUsed },
});

const api = { baseUrl: "https://api.corp", tables: [{ table: "t", path: "items" }] };
const header = { ...api, auth: "header", headerValue: "secret" };
const client = { ...api, auth: "oauth2", tokenUrl: "https://login.corp", clientId: "c", clientSecret: "s" };
const bucket = {
  endpoint: "https://s3.corp",
  bucket: "data",
  accessKeyId: "key",
  tables: [{ table: "t", key: "t.csv" }],
};

describe("fingerprints of sources", () => {
  // What each says by itself, set or not, is what it said when it was approved.
  it.each([
    ["http", api, { headerName: "X-Key", clientAuth: "body" }],
    ["http", header, { headerName: "Authorization", headerValue: "other", clientAuth: "body" }],
    ["http", client, { clientAuth: "basic", clientSecret: "other", headerName: "X-Key" }],
    ["s3", bucket, { region: "us-east-1", pathStyle: true, secretAccessKey: "other" }],
  ] as const)("of %s stay where nothing else is asked or trusted: %#", (kind, place, same) => {
    const { fingerprint } = drivers[kind];
    expect(fingerprint({ ...place, ...same })).toBe(fingerprint(place));
  });

  it("of those that leave these fields alone are the ones that were approved", () => {
    // Approvals are given for these very hashes.
    expect(drivers.http.fingerprint(api)).toBe(
      "fa542e29f126ac1d84c9d96bf9f7f348f0f4882dceb7399c9035e0435dcc922d",
    );
    expect(drivers.s3.fingerprint(bucket)).toBe(
      "f4db1420e637162d3755ad7dfe3a2ce2a03b85f7ca31be41a30883f03bcf6cc4",
    );
  });

  it.each([
    ["http", api, { ca: "PEM" }],
    ["http", header, { headerName: "X-Key" }],
    ["http", client, { clientAuth: "body" }],
    ["s3", bucket, { region: "eu-central-1" }],
    ["s3", bucket, { pathStyle: false }],
    ["s3", bucket, { ca: "PEM" }],
  ] as const)("of %s tell whom it asks, as whom, and whom it trusts: %#", (kind, place, change) => {
    const { fingerprint } = drivers[kind];
    expect(fingerprint({ ...place, ...change })).not.toBe(fingerprint(place));
  });
});
