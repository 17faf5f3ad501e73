import { textDetectorNames } from "#lib/personal-data";
import { defineKind, type Suggestion } from "../definition.ts";
import { looksLike } from "../value-tests.ts";

/** All that detectors find in its values; where a path is a name, only people see it. */
const redacted = (): Suggestion => ({
  anonymize: { rule: "redact-text", with: { detectors: [...textDetectorNames] } },
});

export const json = defineKind({
  id: "json",
  title: { en: "Structured document", ru: "Структурированный документ" },
  privacyClass: "sensitive",
  accepts: ["string", "json"],
  names: {
    strong: [],
    weak: ["json", "payload", "data", "raw", "attributes", "properties", "meta", "metadata"],
  },
  values: { matches: looksLike("(?s)[{\\[].*[}\\]]"), chance: 0.001, most: 6 },
  suggest: redacted,
});
