import { findTableCheck, policiesOf, type TableCheck, tableChecks } from "#lib/column-rules";
import type { HelpTopicId } from "#lib/contracts";
import { defineTopic } from "../define-topic.ts";
import { describeParameters } from "../describe-parameters.ts";
import type { Entry, Part } from "../entry.ts";
import { code, entry, fact, pretty, text, versionFact, words } from "../parts.ts";
import { tableCheckExamples } from "./table-check-examples.ts";

const looksAt: Readonly<Record<TableCheck["scope"], Part>> = {
  row: words("the columns of one row", "колонки одной строки"),
  unique: words("all rows of the table that survive", "все оставшиеся строки таблицы"),
  reference: words("rows of another table", "строки другой таблицы"),
  aggregate: words("the table as a whole, after Keys", "таблицу целиком, после этапа «Ключи»"),
  gate: words(
    "what is about to be published beside the version before; a first version has nothing to compare with",
    "то, что будет опубликовано, рядом с прошлой версией; первую версию сравнить не с чем",
  ),
};

const related: Readonly<Partial<Record<string, readonly [HelpTopicId, string]>>> = {
  "unique-together": ["checks", "unique"],
};

function entryOf(id: string): readonly Entry[] {
  const rule = findTableCheck(id);
  if (!rule) return [];
  const [onViolation = "fail"] = policiesOf(rule);
  const other = related[id];
  return [
    {
      id,
      title: rule.docs.title,
      summary: rule.docs.summary,
      facts: [
        fact(text("Looks at", "Смотрит на"), looksAt[rule.scope]),
        fact(text("On a violation", "При нарушении"), ...policiesOf(rule).map(code)),
        versionFact(rule.version),
        ...(other ? [fact(text("For one column", "Для одной колонки"), entry(...other))] : []),
      ],
      parameters: describeParameters(rule.params),
      examples: tableCheckExamples(rule),
      snippet: {
        place: text("in a table", "в таблице"),
        text: pretty({ checks: [{ rule: id, with: rule.docs.examples[0]?.params, onViolation }] }),
      },
    },
  ];
}

export const tableChecksTopic = defineTopic({
  id: "table-checks",
  title: text("Checks of tables", "Проверки таблиц"),
  summary: text(
    "Judge rows by other rows, the table as a whole, or the version before.",
    "Судят о строках по другим строкам, о таблице целиком или по прошлой версии.",
  ),
  elsewhere: "checks",
  entries: () => tableChecks.flatMap(({ id }) => entryOf(id)),
});
