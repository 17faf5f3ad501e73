import { findAnonymizer } from "#lib/anonymizers";
import { findNormalizer } from "#lib/column-rules";
import type { ModuleDocument } from "./document.ts";
import { applyPatterns } from "./pattern-rules.ts";

/** Whether anything of a module is written in Python: its upload script, a script of a table, or a function of a column. */
export const usesPython = (written: ModuleDocument): boolean =>
  written.upload?.script?.language === "python" ||
  applyPatterns(written).tables.some(
    ({ extraction, transformation, columns }) =>
      extraction?.language === "python" ||
      transformation?.language === "python" ||
      columns.some(
        ({ normalize = [], anonymize }) =>
          normalize.some(({ rule }) => findNormalizer(rule)?.script !== undefined) ||
          (anonymize !== undefined && findAnonymizer(anonymize.rule)?.script !== undefined),
      ),
  );
