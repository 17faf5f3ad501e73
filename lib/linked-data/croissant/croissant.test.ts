import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { columnTypeNames } from "#lib/contracts";
import { dataTypesOf } from "../data-types.ts";
import { croissant, pandasFooter } from "../index.ts";
import { sampleVersion, secret } from "../testing/sample-version.ts";
import { croissantContext } from "./context.ts";

interface Field {
  readonly "@id": string;
  readonly name: string;
  readonly description: string;
  readonly dataType: string;
  readonly source: { readonly extract: { readonly column: string } };
  readonly "dct:references"?: unknown;
}
interface Croissant {
  readonly [key: string]: unknown;
  readonly distribution: readonly Readonly<Record<string, unknown>>[];
  readonly recordSet: readonly {
    readonly name: string;
    readonly key?: unknown;
    readonly field: readonly Field[];
  }[];
}
const document = (input = sampleVersion()) => JSON.parse(croissant(input)) as Croissant;

describe("croissant", () => {
  it("keeps its context word for word", () => {
    const hash = createHash("sha256").update(JSON.stringify(croissantContext)).digest("hex");
    expect(hash).toBe("2a1c84c35244193dc786ce14e453f16207c06ed2df236dae97936a4aacf81798");
  });

  it("has what the specification and the validator demand", () => {
    const made = document();
    const required =
      "@context conformsTo name description license url creator datePublished distribution version citeAs";
    for (const key of required.split(" ")) expect(made, key).toHaveProperty([key]);
    for (const file of made.distribution) {
      expect(file.encodingFormat).toEqual(["application/x-parquet", "application/vnd.apache.parquet"]);
      expect(file.contentSize).toMatch(/^\d+ B$/);
    }
    expect(croissant(sampleVersion())).not.toContain("null");
    expect(croissant(sampleVersion())).toBe(croissant(sampleVersion()));
  });

  it("writes references that loaders ignore, for every foreign key", () => {
    const made = document();
    const [patients, visits, items] = made.recordSet;
    const parent = `${encodeURIComponent("Пациенты")}/${encodeURIComponent("ключ")}`;
    expect(patients?.field[1]?.["dct:references"]).toEqual({ "@id": parent });
    expect(visits?.key).toEqual([{ "@id": `visits/${encodeURIComponent("ключ")}` }, { "@id": "visits/no" }]);
    expect(items?.field[0]?.["dct:references"]).toHaveLength(2);
    expect(made.recordSet.every(({ field }) => field.every((one) => !("references" in one)))).toBe(true);
    const ids = new Set(made.recordSet.flatMap(({ field }) => field.map((one) => one["@id"])));
    const targets = made.recordSet.flatMap(({ field }) =>
      field.flatMap((one) => [one["dct:references"] ?? []].flat() as { "@id": string }[]),
    );
    expect(targets.length).toBeGreaterThan(4);
    for (const target of targets) expect(ids).toContain(target["@id"]);
  });

  it("keeps true names beside percent-encoded ids", () => {
    const field = document().recordSet[0]?.field.find(({ name }) => name === "точно/#:%");
    expect(field?.["@id"]).toMatch(/^[\w%.~-]+\/[\w%.~-]+$/);
    expect(field?.source.extract.column).toBe("точно/#:%");
  });

  it("says where a float loses digits", () => {
    const fields = document().recordSet[0]?.field ?? [];
    expect(fields.find(({ name }) => name === "wide")?.description).toMatch(/lose digits/);
    expect(fields.find(({ name }) => name === "точно/#:%")?.description).not.toMatch(/digits/);
  });

  it("tells the rules in words, and no value of them", () => {
    const made = document();
    expect(made["rai:dataImputationProtocol"]).toMatch(/^Пациенты\.born: a missing value is filled/);
    expect(made["rai:dataPreprocessingProtocol"]).toHaveLength(1);
    expect(JSON.stringify(made["rai:personalSensitiveInformation"])).toContain(
      "k-anonymity, required 5, achieved 6",
    );
    expect(JSON.stringify(made["rai:dataLimitations"])).toContain("many visits");
    for (const hidden of [secret, "source_", "hidden_table", "internal-host", "anna@example.org"])
      expect(croissant(sampleVersion())).not.toContain(hidden);
  });

  it("names the terms of use where there is no licence", () => {
    const input = sampleVersion();
    const { license: _license, ...rest } = input.document;
    expect(document({ ...input, document: rest }).license).toBe(`${input.addresses.version}#policy`);
  });
});

describe("types", () => {
  it("are known for every column type", () => {
    for (const name of columnTypeNames) {
      const types = dataTypesOf(name === "decimal" ? "decimal(12,2)" : name);
      expect(types.croissant).toMatch(/^sc:/);
      expect(types.xsd).toMatch(/^xsd:/);
    }
    expect(dataTypesOf("decimal(38,0)").croissant).toBe("sc:Integer");
    expect(dataTypesOf("decimal(15,2)").caution).toBeUndefined();
    expect(dataTypesOf("decimal(16,2)").caution).toBeDefined();
    expect(() => dataTypesOf("money")).toThrow(TypeError);
  });

  it("list nullable integers alone in the pandas footer", () => {
    const column = (name: string, datatype: string, nullable: boolean) => ({ name, datatype, nullable });
    expect(pandasFooter([column("a", "integer", false), column("b", "string", true)])).toBeUndefined();
    const footer = JSON.parse(
      pandasFooter([column("a", "integer", true), column("b", "float", true)]) ?? "{}",
    );
    expect(footer).toEqual({
      index_columns: [],
      column_indexes: [],
      columns: [{ name: "a", field_name: "a", pandas_type: "int64", numpy_type: "Int64", metadata: null }],
      pandas_version: "2.0.0",
    });
  });
});
