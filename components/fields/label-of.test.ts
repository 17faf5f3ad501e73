import { expect, test } from "vitest";
import type { Field } from "./field-kinds.ts";
import { labelOf } from "./label-of.ts";

const fields: readonly Field[] = [
  { name: "port", label: "Port", kind: "number", isRequired: true },
  {
    name: "files",
    label: "Files",
    kind: "objects",
    isRequired: true,
    fields: [{ name: "delimiter", label: "Delimiter", kind: "text", isRequired: false }],
  },
];

test.each([
  ["port", "Port"],
  ["files/1/delimiter", "Files › 2 › Delimiter"],
  ["unknown", "unknown"],
  ["", ""],
])("%s is called %s", (path, label) => {
  expect(labelOf(fields, path)).toBe(label);
});
