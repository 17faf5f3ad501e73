import { personalDataKinds } from "#lib/privacy";
import { defineTopic } from "../define-topic.ts";
import type { Entry, Part } from "../entry.ts";
import { acceptsFact, code, entry, fact, pretty, text, words } from "../parts.ts";

type Kind = (typeof personalDataKinds)[number];

const list = (names: readonly string[]): readonly Part[] => names.map(code);

function entryOf(kind: Kind): Entry {
  const [typeName = "string"] = kind.accepts;
  const type =
    typeName === "decimal"
      ? ({ name: typeName, precision: 18, scale: 2 } as const)
      : ({ name: typeName } as const);
  const suggestion = kind.suggest({ type, isClean: true, dateFormats: ["%d.%m.%Y"], locale: "ru" });
  const { strong, weak = [], against = [] } = kind.names;
  return {
    id: kind.id,
    title: kind.title,
    summary: text(
      `A column is taken for this by its name${kind.values ? " and by what a sample of its values looks like" : " alone"}; the class and the rule below are then suggested, never applied by themselves.`,
      `Колонка опознаётся по имени${kind.values ? " и по виду выборки значений" : ""}; класс и правило ниже затем предлагаются, но не применяются сами.`,
    ),
    facts: [
      acceptsFact(kind.accepts),
      fact(text("Names that say it", "Говорящие имена"), ...list(strong)),
      ...(weak.length > 0 ? [fact(text("Names that hint at it", "Намекающие имена"), ...list(weak))] : []),
      ...(against.length > 0
        ? [fact(text("Words that speak against it", "Слова против"), ...list(against))]
        : []),
      fact(
        text("Looks at values", "Смотрит на значения"),
        kind.values ? words("yes, counting only", "да, только подсчёт") : words("no", "нет"),
      ),
      ...(suggestion.normalize && suggestion.normalize.length > 0
        ? [
            fact(
              text("Suggested normalizers", "Предлагаемые нормализаторы"),
              ...suggestion.normalize.map(({ rule }) => entry("normalizers", rule)),
            ),
          ]
        : []),
      fact(text("Suggested rule", "Предлагаемое правило"), entry("anonymization", suggestion.anonymize.rule)),
    ],
    privacyClass: kind.privacyClass,
    parameters: [],
    examples: [],
    snippet: {
      place: text("in a column", "в колонке"),
      text: pretty({
        ...(suggestion.datatype ? { datatype: suggestion.datatype } : {}),
        ...(suggestion.normalize && suggestion.normalize.length > 0
          ? { normalize: suggestion.normalize }
          : {}),
        privacyClass: kind.privacyClass,
        anonymize: suggestion.anonymize,
      }),
    },
  };
}

export const personalDataTopic = defineTopic({
  id: "personal-data",
  title: text("Kinds of personal data", "Виды персональных данных"),
  summary: text(
    "What is looked for in a new module's columns, and what is suggested where it is found.",
    "Что ищется в колонках нового модуля и что предлагается, если оно найдено.",
  ),
  entries: () => personalDataKinds.map(entryOf),
});
