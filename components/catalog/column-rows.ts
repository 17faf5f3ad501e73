import type { Manifest, PrivacyClass, Reports } from "#lib/contracts";

type Statistics = Reports["quality"]["tables"][number]["columns"][number];

/** What is known of one published column, from the manifest and both reports. */
export interface VersionColumn {
  readonly name: string;
  readonly datatype: string;
  readonly description?: string;
  readonly key?: "primary" | "foreign";
  readonly privacyClass?: PrivacyClass;
  readonly rule?: string;
  readonly loss?: number;
  readonly linkageDomain?: string;
  readonly statistics?: Statistics;
}

export function columnRows(
  manifest: Manifest,
  reports: Reports,
  tableName: string,
): readonly VersionColumn[] {
  const table = manifest.tables.find((one) => one.name === tableName);
  if (!table) return [];
  const quality = reports.quality.tables.find((one) => one.name === tableName);
  const privacy = reports.privacy.tables.find((one) => one.name === tableName);
  const foreign = new Set(table.foreignKeys.flatMap((key) => key.columns));
  return table.columns.map((column) => {
    const treated = privacy?.columns.find((one) => one.name === column.name);
    return {
      name: column.name,
      datatype: column.datatype,
      description: column.description,
      key: table.primaryKey.includes(column.name)
        ? "primary"
        : foreign.has(column.name)
          ? "foreign"
          : undefined,
      privacyClass: treated?.privacyClass,
      rule: treated?.rule,
      loss: treated?.loss,
      linkageDomain: treated?.linkageDomain,
      statistics: quality?.columns.find((one) => one.name === column.name),
    };
  });
}
