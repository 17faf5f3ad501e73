import type { Upstreams, UpstreamVersion } from "#lib/contracts";
import type { SeenSource } from "../index.ts";

/** A version whose module waits for the clinic's newest one in turn; it was withdrawn since. */
const ward: UpstreamVersion = {
  module: "ward",
  number: 3,
  versionId: "sha256:ward",
  wanted: "latest",
  withdrawn: "counted twice",
  follows: ["clinic"],
  tables: [
    {
      name: "patient",
      rows: 10,
      bytes: 100,
      sha256: "0".repeat(64),
      columns: [
        {
          name: "id",
          datatype: "integer",
          nullable: false,
          privacyClass: "direct-identifier",
          rule: "pseudonymize",
        },
        { name: "born", datatype: "date", nullable: true, privacyClass: "direct-identifier", rule: "mask" },
      ],
      primaryKey: ["id"],
      foreignKeys: [],
      models: [{ rule: "k-anonymity", with: { k: 10 } }],
    },
  ],
};
export const upstreams: Upstreams = new Map([["ward", ward]]);
const sourceTable = (columns: Readonly<Record<string, string>>, primaryKey: readonly string[]) => ({
  name: "patient",
  kind: "table" as const,
  columns: Object.entries(columns).map(([name, datatype]) => ({
    name,
    datatype,
    nativeType: datatype,
    nullable: true,
  })),
  primaryKey: [...primaryKey],
  foreignKeys: [],
});
/** A source that has changed since the document was kept. */
export const seen: ReadonlyMap<string, SeenSource> = new Map([
  [
    "drifted",
    {
      dialect: "postgresql",
      before: [sourceTable({ id: "integer", doctor_id: "integer", born: "date", note: "integer" }, ["id"])],
      now: [sourceTable({ id: "integer", born: "string", note: "json", phone: "string" }, [])],
    },
  ],
]);

/** What is where the documents of tests are kept. */
export const places = {
  sources: new Set(["clinic-production"]),
  stores: new Map([
    ["files", "s3"],
    ["shelf", "folder"],
  ]),
};
