import { expect, test } from "vitest";
import { repaired } from "./repair.ts";

const column = (name: string, more: object = {}) => ({ name, datatype: "string", ...more });
const documentOf = (columns: readonly unknown[], more: object = {}) => ({
  "@type": "DataModule",
  format: 2,
  name: "m",
  sources: [],
  tables: [{ name: "t", columns, ...more }],
});
const namesOf = (json: unknown) => repaired(json)?.document.tables[0]?.columns.map(({ name }) => name);

test("what is refused is taken out wherever it stands, and the rest stays and knows its place", () => {
  const columns = [
    column("a"),
    { datatype: "string", colour: "red", onCastFailure: "never" },
    column("b", { colour: "red", nulls: {} }),
    7,
    column("c", { normalize: [{ rule: "trim" }, { with: {} }, {}, { rule: "lower" }] }),
    { name: "" },
    column("d"),
  ];
  const found = repaired(documentOf(columns, { publish: "no", primaryKey: { columns: [] } }));
  expect(found?.document.tables).toEqual([
    {
      name: "t",
      publish: true,
      columns: [
        column("a"),
        column("b"),
        column("c", { normalize: [{ rule: "trim" }, { rule: "lower" }] }),
        column("d"),
      ],
    },
  ]);
  const at = (...path: (string | number)[]) => found?.original(["tables", 0, "columns", ...path]);
  expect(at(1, "name")).toEqual(["tables", 0, "columns", 2, "name"]);
  expect(at(2, "normalize", 1, "rule")).toEqual(["tables", 0, "columns", 4, "normalize", 3, "rule"]);
  expect(at(3)).toEqual(["tables", 0, "columns", 6]);
});

test("a document in which thousands of places are wrong is looked at as one with few", () => {
  const columns = Array.from({ length: 3000 }, (_, index) =>
    index % 3 === 0
      ? column(`c${index}`)
      : index % 3 === 1
        ? {}
        : column(`c${index}`, { nulls: 1, title: 2 }),
  );
  expect(namesOf(documentOf(columns))).toEqual(columns.flatMap((one) => ("name" in one ? [one.name] : [])));
});

test("what was given is left as it was, and what is no document at all is told so", () => {
  const frozen = Object.freeze(documentOf([Object.freeze(column("a")), Object.freeze({ name: 1 })]));
  expect(namesOf(frozen)).toEqual(["a"]);
  expect(frozen.tables[0]?.columns).toHaveLength(2);
  expect(repaired([])).toBeUndefined();
  expect(repaired({ tables: [] })).toBeUndefined();
});
