import type { requiredModels } from "#lib/metadata";
import {
  findLossMetric,
  findPrivacyModel,
  type LossExample,
  lossMetrics,
  type PrivacyModel,
  privacyModels,
} from "#lib/privacy";
import { defineTopic } from "../define-topic.ts";
import { describeParameters } from "../describe-parameters.ts";
import type { Entry, EntryExample } from "../entry.ts";
import { ended, exampleBase, fact, pretty, text, versionFact, words } from "../parts.ts";

/** How a document asks for each model; the tests hold each to be what `requiredModels` reads. */
const asked: Readonly<Record<(typeof privacyModels)[number]["id"], Parameters<typeof requiredModels>[0]>> = {
  "k-anonymity": { kAnonymity: 5 },
  "k-map": { kMap: { k: 5, population: "citizens" } },
  "distinct-l-diversity": { lDiversity: { column: "diagnosis", l: 3 } },
  "entropy-l-diversity": { lDiversity: { column: "diagnosis", l: 3, kind: "entropy" } },
  "recursive-l-diversity": { lDiversity: { column: "diagnosis", l: 3, kind: "recursive", c: 2 } },
  "equal-t-closeness": { tCloseness: { column: "diagnosis", t: 0.3 } },
  "ordered-t-closeness": { tCloseness: { column: "income", t: 0.3, distance: "ordered" } },
  "delta-disclosure": { deltaDisclosure: { column: "diagnosis", delta: 1 } },
};

/** Sensitive values are codes in a model's examples: people read letters. */
const letter = (value: number): string => String.fromCharCode("A".charCodeAt(0) + value);
const letters = (values: readonly number[]): string => values.map(letter).join(" ");

function noteOf({ table, population }: PrivacyModel["docs"]["examples"][number]): EntryExample["note"] {
  if (table) return text(`in a table of ${letters(table)}`, `в таблице из ${letters(table)}`);
  if (population !== undefined)
    return text(`${population} such persons in the population`, `таких людей в совокупности: ${population}`);
  return undefined;
}

function modelEntry(id: keyof typeof asked): readonly Entry[] {
  const model = findPrivacyModel(id);
  if (!model) return [];
  return [
    {
      id,
      title: model.docs.title,
      summary: model.docs.summary,
      risk: model.docs.risk,
      facts: [
        fact(
          text("Looks at", "Смотрит на"),
          model.needs === "population"
            ? words("a table of the population", "таблицу генеральной совокупности")
            : model.column
              ? words("a sensitive column within every class", "чувствительную колонку внутри каждого класса")
              : words("the size of every class", "размер каждого класса"),
        ),
        versionFact(model.version),
      ],
      parameters: describeParameters(model.params),
      examples: model.docs.examples.map((example) => ({
        ...exampleBase(example),
        before: [{ text: letters(example.class) }],
        after: [ended(example.holds ? "holds" : "fails")],
        note: noteOf(example),
      })),
      snippet: { place: text("in a table", "в таблице"), text: pretty({ privacy: asked[id] ?? {} }) },
    },
  ];
}

/** Rows before and after, then what all of it costs. */
const lossExample = ({ rows, loss, params }: LossExample): EntryExample => ({
  ...exampleBase({ params }),
  lines: true,
  before: rows.map(([value]) => ({ text: value })),
  after: rows.map(([, label]) => (label === null ? ended("suppressed") : { text: label })),
  note: text(`loss ${loss}`, `потеря ${String(loss).replace(".", ",")}`),
});

export const privacyModelsTopic = defineTopic({
  id: "privacy-models",
  title: text("Privacy models", "Модели приватности"),
  summary: text(
    "What must hold for every class of rows that look alike. Examples show the sensitive values of one class.",
    "Что должно выполняться для каждого класса похожих строк. В примерах — чувствительные значения одного класса.",
  ),
  entries: () => privacyModels.flatMap(({ id }) => modelEntry(id)),
});

export const lossMetricsTopic = defineTopic({
  id: "loss-metrics",
  title: text("Loss metrics", "Метрики потерь"),
  summary: text(
    "What the search for levels of hierarchies makes least. Examples show all rows of a small table.",
    "Что минимизирует поиск уровней иерархий. В примерах — все строки небольшой таблицы.",
  ),
  entries: () =>
    lossMetrics.flatMap(({ id }) => {
      const metric = findLossMetric(id);
      if (!metric) return [];
      return [
        {
          id,
          title: metric.docs.title,
          summary: metric.docs.summary,
          facts: [
            fact(
              text("Parameters", "Параметры"),
              words("a document takes the standard ones", "в документе — стандартные"),
            ),
            versionFact(metric.version),
          ],
          parameters: describeParameters(metric.params),
          examples: metric.docs.examples.map(lossExample),
          snippet: {
            place: text("in a table", "в таблице"),
            text: pretty({ privacy: { kAnonymity: 5, loss: id, suppressionLimit: 0.05 } }),
          },
        },
      ];
    }),
});
