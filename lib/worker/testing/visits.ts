/** A module of one column that is copied into both stores of an installation: for tests of what happens around its rows. */
export const visits = {
  "@type": "DataModule",
  format: 2,
  name: "visits",
  sources: [{ name: "clinic", ref: "clinic" }],
  tables: [
    {
      name: "visit",
      extraction: { language: "sql", source: "clinic", script: "select id from visit" },
      columns: [{ name: "id", datatype: "integer", privacyClass: "insensitive" }],
    },
  ],
  upload: { stores: ["shelf", "warehouse"] },
};
