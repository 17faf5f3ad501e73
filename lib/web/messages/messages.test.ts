import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { stageIds } from "#lib/contracts";
import { stageNames } from "#lib/kernel";
import { messages } from "./index.ts";

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  );
}

const en = new Map(leaves(messages.en));
const ru = new Map(leaves(messages.ru));
/** The parser's mark of plain text. */
const plainText = 0;

type Ast = ReturnType<IntlMessageFormat["getAst"]>;

/** Names of parameters, those inside plural forms too. */
const namesIn = (ast: Ast): readonly string[] =>
  ast.flatMap((part) => [
    ...("value" in part && part.type !== plainText ? [part.value] : []),
    ...("options" in part ? Object.values(part.options).flatMap((option) => namesIn(option.value)) : []),
  ]);
const places = (text: string) => namesIn(new IntlMessageFormat(text, "en").getAst());

/** What is said beside parameters. */
const words = (text: string) => text.replaceAll(/\{\w+\}/g, "");

describe("messages", () => {
  it("call stages what errors and events call them", () => {
    const [english, russian] = [messages.en.common.stage, messages.ru.common.stage];
    const titles = stageIds.map((id) => [id, { en: english[id].toLowerCase(), ru: russian[id] }]);
    expect([...stageNames]).toEqual(titles);
  });

  it("exist in both languages", () => {
    expect(en.size).toBeGreaterThan(100);
    expect([...ru.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("are valid ICU with the same parameters in both languages", () => {
    for (const [key, text] of en) {
      const russian = ru.get(key) ?? "";
      expect(() => new IntlMessageFormat(text, "en"), key).not.toThrow();
      expect(() => new IntlMessageFormat(russian, "ru"), key).not.toThrow();
      expect(new Set(places(russian)), key).toEqual(new Set(places(text)));
    }
  });

  it("have the Russian plural forms one, few and many", () => {
    const plurals = [...ru].filter(([, text]) => text.includes(", plural,"));
    expect(plurals.length).toBeGreaterThan(2);
    for (const [key, text] of plurals) {
      for (const form of ["one {", "few {", "many {"]) expect(text, `${key} needs ${form}`).toContain(form);
    }
  });

  it("are Russian where they are said to be", () => {
    const untranslated = [...ru].filter(
      ([key, text]) =>
        text === en.get(key) && /[a-z]{4}/i.test(words(text)) && !/^[\w .:/()«»{}+-]*$/.test(text),
    );
    expect(untranslated).toEqual([]);
  });
});
