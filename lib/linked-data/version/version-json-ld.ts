import type { ManifestTable } from "#lib/contracts";
import type { TableDocument } from "#lib/metadata";
import { concept } from "../concepts.ts";
import { present, segment, toText } from "../encoding.ts";
import { type VersionMetadataInput, versionLabel } from "../input.ts";
import { type PublishedColumn, publishedColumns, rulesText } from "../rules-text.ts";
import { addressesOf, columnNode, shapeNode } from "./columns.ts";
import { versionContext } from "./context.ts";
import { tableMeasurements, versionMeasurements } from "./measurements.ts";
import { checksum, runNode, sourceAddress } from "./provenance.ts";

const parquet = "https://www.iana.org/assignments/media-types/application/vnd.apache.parquet";

const isAbsolute = (address: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(address);

/** A file beside its metadata has a name only; as an identifier it needs an address. */
function fileAddress({ addresses }: VersionMetadataInput, name: string): string {
  const address = addresses.file(name);
  return isAbsolute(address) ? address : `${addresses.version}/files/${segment(name)}`;
}

function foreignKeys(input: VersionMetadataInput, table: ManifestTable, document: TableDocument): unknown {
  if (table.foreignKeys.length === 0) return undefined;
  const { version } = input.addresses;
  return table.foreignKeys.map(({ columns, references }, index) => {
    const own = document.foreignKeys?.find(
      (key) =>
        key.columns.join("\u0000") === columns.join("\u0000") && key.references.table === references.table,
    );
    return present({
      id: `${addressesOf(version, table.name).table}/fk-${index + 1}`,
      type: "csvw:ForeignKey",
      columnReference: columns,
      reference: {
        type: "csvw:TableReference",
        resource: addressesOf(version, references.table).table,
        columnReference: references.columns,
      },
      foreignKeyStrategy: own && concept.orphans(own.onOrphan),
    });
  });
}

function tableNode(
  input: VersionMetadataInput,
  table: ManifestTable,
  columns: readonly PublishedColumn[],
): unknown {
  const document = input.document.tables.find(({ name }) => name === table.name);
  const addresses = addressesOf(input.addresses.version, table.name);
  if (!document)
    throw new TypeError(`the manifest names a table ${table.name} that the document does not have`);
  const report = input.reports.provenance.sources.find(({ name }) => name === document.extraction?.source);
  const source = report && sourceAddress(input.addresses.module, report);
  const privacy = input.reports.privacy.tables.find(({ name }) => name === table.name);
  const key = table.primaryKey.length > 0 ? table.primaryKey : undefined;
  return present({
    id: addresses.table,
    type: "csvw:Table",
    name: table.name,
    title: table.title ?? table.name,
    description: document.description,
    url: fileAddress(input, table.file),
    tableSchema: present({
      id: `${addresses.table}/schema`,
      type: "csvw:Schema",
      primaryKey: key,
      primaryKeyStrategy: key && document.primaryKey && concept.key(document.primaryKey.strategy.rule),
      foreignKeys: foreignKeys(input, table, document),
      columns: columns.map((column) => columnNode(column, addresses, source, privacy)),
    }),
    conformsTo: shapeNode(table, columns, addresses),
    measurements: tableMeasurements(input, table.name),
  });
}

/**
 * A version in the product's own linked data: DCAT and CSVW for what it is, PROV for where it comes from, DPV for how it
 * was anonymized, DQV for what was measured, SHACL for what can be expected, ODRL for what may not be done with it.
 */
export function versionJsonLd(input: VersionMetadataInput): string {
  const { document, manifest, addresses, reports } = input;
  const columns = publishedColumns(input);
  const measurements = versionMeasurements(input);
  const id = addresses.version;
  return toText(
    present({
      "@context": versionContext,
      id,
      // Keyed output can be joined by whoever has the key: pseudonymised, unless an assessment says more.
      type: [
        "dcat:Dataset",
        "csvw:TableGroup",
        input.assessed && reports.privacy.resultClass === "anonymised"
          ? "dpv:AnonymisedData"
          : "dpv:PseudonymisedData",
      ],
      title: document.title ?? document.name,
      description: document.description,
      identifier: input.versionId,
      version: versionLabel(input.number),
      versionNotes: input.notes,
      issued: reports.provenance.finishedAt,
      isVersionOf: addresses.module,
      previousVersion: addresses.previous,
      publisher: {
        id: input.publisher?.url ?? `${addresses.module}#publisher`,
        type: "prov:Organization",
        label: input.publisher?.name ?? "ETL-Express",
      },
      license: document.license,
      policy: {
        id: `${id}#policy`,
        type: "odrl:Set",
        prohibition: [{ type: "odrl:Prohibition", target: id, action: "etlx:reidentify" }],
      },
      imputation: rulesText(input).imputation,
      hasRisk: "risk:Reidentification",
      distribution: manifest.tables.map((table) =>
        present({
          id: fileAddress(input, table.file),
          type: "dcat:Distribution",
          title: table.file,
          downloadURL: isAbsolute(addresses.file(table.file)) ? addresses.file(table.file) : undefined,
          byteSize: table.bytes,
          mediaType: parquet,
          checksum: checksum(table.sha256),
        }),
      ),
      tables: manifest.tables.map((table) =>
        tableNode(
          input,
          table,
          columns.filter(({ manifestTable }) => manifestTable === table),
        ),
      ),
      measurements: measurements.length > 0 ? measurements : undefined,
      generatedBy: runNode(input),
    }),
  );
}
