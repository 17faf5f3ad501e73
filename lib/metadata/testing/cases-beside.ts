// What makes the diagnostics that tell what stands beside a document: sources as they were last seen, and what is here at all.

const patient = "tables/1";

const drifted = {
  "sources/1": { name: "drifted", ref: "drifted" },
  [`${patient}/extraction/source`]: "drifted",
};

export const casesBeside = {
  "drift-table-missing": [
    { ...drifted, [`${patient}/extraction/script`]: "select * from ward" },
    `${patient}/extraction/script`,
  ],
  "drift-column-missing": [drifted, `${patient}/columns/1`],
  "drift-type-unfit": [drifted, `${patient}/columns/2`],
  "drift-type-changed": [drifted, `${patient}/columns/3`],
  "drift-column-new": [drifted, `${patient}/columns`],
  "drift-key-lost": [drifted, `${patient}/primaryKey`],
  "source-not-here": [{ "sources/1": { name: "other", ref: "other" } }, "sources/1/ref"],
  "clean-up-not-run": [
    {
      upload: {
        stores: [],
        script: { language: "python", store: "files", script: "pass", cleanUp: "delete from t" },
      },
    },
    "upload/script/cleanUp",
  ],
  "store-not-here": [{ upload: { stores: ["shelf", "elsewhere"] } }, "upload/stores/1"],
} as const;
