import type { TableLook, UpstreamVersion } from "#lib/contracts";
import { inheritedReason } from "#lib/metadata";

/** What columns of a version's table bring along: nothing has to be looked at for that. */
export function inheritedLook(version: UpstreamVersion, table: string): TableLook {
  const columns = version.tables.find(({ name }) => name === table)?.columns ?? [];
  return {
    rows: 0,
    columns: columns.map(({ name, privacyClass, rule }) => {
      const origin = { module: version.module, number: version.number, table, column: name };
      const came = `${version.module}@${version.number} ${table}.${name}`;
      const reason = inheritedReason({ privacyClass, origin, ...(rule ? { rule } : {}) });
      return {
        name,
        privacyClass,
        ...(privacyClass === "insensitive" ? {} : { anonymize: { rule: "keep", with: { reason } } }),
        reason: {
          en: `It stays as ${came} has it${rule ? `: ${rule}` : ""}.`,
          ru: `Остаётся такой, как в ${came}${rule ? `: ${rule}` : ""}.`,
        },
      };
    }),
  };
}
