/** Two tables, one foreign key, nothing wrong. */
export const clinicDocument = () => ({
  "@type": "DataModule",
  format: 2,
  name: "clinic",
  sources: [{ name: "clinic", ref: "clinic-production" }],
  person: { table: "patient" },
  tables: [
    {
      name: "doctor",
      extraction: { language: "sql", source: "clinic", script: "select * from doctor" },
      columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
    },
    {
      name: "patient",
      extraction: { language: "sql", source: "clinic", script: "select * from patient" },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        { name: "doctor_id" },
        {
          name: "born",
          datatype: "date",
          privacyClass: "quasi-identifier",
          anonymize: { rule: "generalize-date", with: { unit: "year" } },
        },
        { name: "note", datatype: "string", privacyClass: "insensitive" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
      foreignKeys: [
        { columns: ["doctor_id"], references: { table: "doctor", columns: ["id"] }, onOrphan: "reject" },
      ],
      privacy: { kAnonymity: 5, suppressionLimit: 0.1 },
    },
  ],
  upload: { stores: ["files"] },
});
