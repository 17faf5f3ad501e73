import type { ManifestTable } from "#lib/contracts";
import { dataTypesOf } from "../data-types.ts";
import { present, segment, toText } from "../encoding.ts";
import { type VersionMetadataInput, versionLabel } from "../input.ts";
import { rulesText } from "../rules-text.ts";
import { croissantContext } from "./context.ts";

const fieldId = (table: string, column: string): string => `${segment(table)}/${segment(column)}`;

function field(table: ManifestTable, column: ManifestTable["columns"][number], title: string): unknown {
  const types = dataTypesOf(column.datatype);
  const description = [column.description ?? title, types.caution].filter(Boolean).join(" ");
  const references = table.foreignKeys.flatMap(({ columns, references: parent }) => {
    const position = columns.indexOf(column.name);
    const parentColumn = parent.columns[position];
    return position < 0 || parentColumn === undefined ? [] : [{ "@id": fieldId(parent.table, parentColumn) }];
  });
  return present({
    "@type": "cr:Field",
    "@id": fieldId(table.name, column.name),
    name: column.name,
    description,
    dataType: types.croissant,
    source: { fileObject: { "@id": segment(table.file) }, extract: { column: column.name } },
    // Not `references`: loaders would join the parent, and lose rows on a second pass.
    "dct:references": references.length > 1 ? references : references[0],
  });
}

const originOf = (address: string): string => {
  const { origin } = new URL(address);
  return origin === "null" ? address : origin;
};

/** BibTeX, of what is known for certain; braces and backslashes would break it. */
function citation(input: VersionMetadataInput, label: string): string {
  const safe = (text: string): string => text.replace(/[{}\\]/g, "");
  const year = input.reports.provenance.finishedAt.slice(0, 4);
  const key = input.document.name.replace(/[^a-z0-9]/g, "");
  const title = safe(input.document.title ?? input.document.name);
  return `@misc{${key}${input.number}, title={${title}}, version={${label}}, year={${year}}, url={${input.addresses.version}}}`;
}

/** A version as Croissant 1.1 (with RAI 1.0), in the form that the mlcroissant validator and loader take. */
export function croissant(input: VersionMetadataInput): string {
  const { document, manifest, addresses, reports } = input;
  const texts = rulesText(input);
  const label = versionLabel(input.number);
  const list = (lines: readonly string[]) => (lines.length > 0 ? lines : undefined);
  return toText(
    present({
      "@context": croissantContext,
      "@type": "sc:Dataset",
      name: document.name,
      description: document.description ?? document.title ?? document.name,
      conformsTo: ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
      url: addresses.version,
      // Croissant demands one: without a licence the terms are those of the use policy.
      license: document.license ?? `${addresses.version}#policy`,
      keywords: list(document.keywords ?? []),
      creator: present({
        "@type": "sc:Organization",
        name: input.publisher?.name ?? "ETL-Express",
        url: input.publisher?.url ?? originOf(addresses.module),
      }),
      datePublished: reports.provenance.finishedAt,
      version: label,
      citeAs: citation(input, label),
      "dcat:previousVersion": addresses.previous ? { "@id": addresses.previous } : undefined,
      "prov:wasGeneratedBy": { "@id": `${addresses.version}#run` },
      "rai:dataPreprocessingProtocol": texts.preprocessing ? [texts.preprocessing] : undefined,
      "rai:dataManipulationProtocol": texts.manipulation ? [texts.manipulation] : undefined,
      "rai:dataImputationProtocol": texts.imputation,
      "rai:personalSensitiveInformation": list(texts.personal),
      "rai:dataLimitations": list(texts.limitations),
      distribution: manifest.tables.map((table) => ({
        "@type": "cr:FileObject",
        "@id": segment(table.file),
        name: table.file,
        contentUrl: addresses.file(table.file),
        contentSize: `${table.bytes} B`,
        encodingFormat: ["application/x-parquet", table.mediaType],
        sha256: table.sha256,
      })),
      recordSet: manifest.tables.map((table) => {
        const key = table.primaryKey.map((column) => ({ "@id": fieldId(table.name, column) }));
        const titles = document.tables.find(({ name }) => name === table.name)?.columns;
        const title = (name: string) => titles?.find((column) => column.name === name)?.title ?? name;
        return present({
          "@type": "cr:RecordSet",
          "@id": segment(table.name),
          name: table.name,
          description: document.tables.find(({ name }) => name === table.name)?.description ?? table.title,
          key: key.length > 1 ? key : key[0],
          field: table.columns.map((column) => field(table, column, title(column.name))),
        });
      }),
    }),
  );
}
