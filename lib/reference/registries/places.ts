import { scriptLanguages } from "#lib/script-languages";
import { sourceDefinitions } from "#lib/sources";
import { storeDefinitions } from "#lib/stores";
import { defineTopic } from "../define-topic.ts";
import { describeParameters } from "../describe-parameters.ts";
import type { Part } from "../entry.ts";
import { entry, fact, pretty, text, words } from "../parts.ts";

export const sourcesTopic = defineTopic({
  id: "sources",
  title: text("Kinds of sources", "Виды источников"),
  summary: text(
    "Where data comes from. A source is only read.",
    "Откуда берутся данные. Источник только читается.",
  ),
  entries: () =>
    sourceDefinitions.map(({ id, title, summary, config, languages }) => ({
      id,
      title,
      summary,
      facts: [
        fact(
          text("Extraction scripts", "Скрипты извлечения"),
          ...languages.map((one) => entry("script-languages", one)),
        ),
      ],
      parameters: describeParameters(config),
      examples: [],
      snippet: {
        place: text(
          "in the document; the source's own settings are never there",
          "в документе; настроек источника там не бывает",
        ),
        text: pretty({ sources: [{ name: "shop", ref: "shop" }] }),
      },
    })),
});

export const storesTopic = defineTopic({
  id: "stores",
  title: text("Kinds of stores", "Виды хранилищ"),
  summary: text(
    "Where copies of a version are kept, beside the product's own record.",
    "Где хранятся копии версии, кроме собственной записи продукта.",
  ),
  entries: () =>
    storeDefinitions.map(({ id, title, summary, config }) => ({
      id,
      title,
      summary,
      facts: [],
      parameters: describeParameters(config),
      examples: [],
      snippet: {
        place: text("in the document", "в документе"),
        text: pretty({ upload: { stores: ["shared-folder"], fileFormat: "parquet" } }),
      },
    })),
});

const uses = {
  extraction: words("extraction", "извлечение"),
  transformation: words("transformation", "преобразование"),
  upload: words("upload", "выгрузка"),
  rule: words("rules of a column", "правила колонки"),
} as const satisfies Readonly<Record<(typeof scriptLanguages)[number]["uses"][number], Part>>;

export const scriptLanguagesTopic = defineTopic({
  id: "script-languages",
  title: text("Script languages", "Языки скриптов"),
  summary: text("What scripts of a module are written in.", "На чём пишутся скрипты модуля."),
  entries: () =>
    scriptLanguages.map(({ id, title, summary, uses: where }) => ({
      id,
      title,
      summary,
      facts: [fact(text("Used for", "Применение"), ...where.map((use) => uses[use]))],
      parameters: [],
      examples: [],
      snippet: {
        place: text("in a table", "в таблице"),
        text: pretty({
          extraction: { language: id, source: "shop", script: 'select * from "customers"' },
        }),
      },
    })),
});
