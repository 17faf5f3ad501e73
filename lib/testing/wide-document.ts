/** A column of a wide document; each kind as real modules have them. */
const kinds = [
  {
    name: "email",
    datatype: "string",
    normalize: ["trim", "email"],
    class: "direct-identifier",
    rule: "pseudonymize",
  },
  {
    name: "full_name",
    datatype: "string",
    normalize: ["trim", "collapse-space"],
    class: "direct-identifier",
    rule: "redact",
  },
  {
    name: "born",
    datatype: "date",
    class: "quasi-identifier",
    rule: "generalize-date",
    with: { unit: "year" },
  },
  {
    name: "city",
    datatype: "string",
    normalize: ["trim"],
    class: "quasi-identifier",
    rule: "keep",
    with: { reason: "counted by k-anonymity" },
  },
  { name: "amount", datatype: "decimal(12,2)", class: "sensitive", rule: "round", with: { step: "100" } },
  { name: "status", datatype: "string", normalize: ["trim"], class: "insensitive" },
  { name: "count", datatype: "integer", class: "insensitive" },
  { name: "is_active", datatype: "boolean", class: "insensitive" },
  { name: "updated_at", datatype: "timestamp", class: "sensitive", rule: "drop" },
  { name: "ratio", datatype: "float", class: "insensitive" },
] as const;

function column(index: number) {
  const kind = kinds[index % kinds.length] ?? kinds[0];
  return {
    name: `${kind.name}_${index}`,
    datatype: kind.datatype,
    ...("normalize" in kind ? { normalize: kind.normalize.map((rule) => ({ rule })) } : {}),
    privacyClass: kind.class,
    ...("rule" in kind
      ? { anonymize: { rule: kind.rule, ...("with" in kind ? { with: { ...kind.with } } : {}) } }
      : {}),
  };
}

const tableName = (index: number): string => `table_${String(index).padStart(3, "0")}`;

/**
 * A module document without problems of this many tables, each with this many columns (at least two): a key in each, and a
 * foreign key to the table before it. For looking at how interfaces bear size.
 */
export function wideDocument(tables: number, columns: number) {
  return {
    "@type": "DataModule",
    format: 2,
    name: "wide",
    title: "Wide",
    sources: [{ name: "warehouse", ref: "warehouse" }],
    tables: Array.from({ length: tables }, (_, index) => ({
      name: tableName(index),
      publish: true,
      extraction: { language: "sql", source: "warehouse", script: `select * from ${tableName(index)}` },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        ...(index > 0 ? [{ name: "parent_id" }] : []),
        ...Array.from({ length: columns - (index > 0 ? 2 : 1) }, (_, at) => column(at)),
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
      ...(index > 0
        ? {
            foreignKeys: [
              {
                columns: ["parent_id"],
                references: { table: tableName(index - 1), columns: ["id"] },
                onOrphan: "reject",
              },
            ],
          }
        : {}),
    })),
    upload: { stores: ["files"], fileFormat: "parquet" },
  };
}
