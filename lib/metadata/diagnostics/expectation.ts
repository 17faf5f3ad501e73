import type { z } from "zod";
import type { Text } from "#lib/kernel";

type Issue = z.core.$ZodIssue;

const both = (word: string): Text => ({ en: word, ru: word });
const kinds: Readonly<Record<string, Text>> = {
  string: { en: "a text", ru: "текст" },
  number: { en: "a number", ru: "число" },
  int: { en: "a whole number", ru: "целое число" },
  boolean: both("true / false"),
  array: { en: "a list", ru: "список" },
  object: { en: "an object", ru: "объект" },
  record: { en: "an object", ru: "объект" },
};

/** What was expected where a schema refused, in both languages; what was found is never told. */
export function expectation(issue: Issue): Text {
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? both(issue.expected);
    case "invalid_value":
      return both(issue.values.map(String).join(", "));
    case "too_small":
      return { en: `at least ${issue.minimum}`, ru: `не меньше ${issue.minimum}` };
    case "too_big":
      return { en: `at most ${issue.maximum}`, ru: `не больше ${issue.maximum}` };
    case "invalid_format":
      return both(issue.format === "regex" ? issue.message : issue.format);
    case "unrecognized_keys":
      return { en: "no other keys", ru: "без других ключей" };
    default:
      return both(issue.message);
  }
}

/** The innermost problem of a union of which one member was probably meant. */
export const pathOf = (issue: Issue): (string | number)[] =>
  issue.path.map((part) => (typeof part === "number" ? part : String(part)));
