import { readFileSync } from "node:fs";

/** Rows of a plain file with semicolons, as ARX keeps data and hierarchies. */
export const semicolonRows = (file: string): readonly (readonly string[])[] =>
  readFileSync(file, "utf8")
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => line.split(";"));
