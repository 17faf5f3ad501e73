import type { ErrorCode } from "../error-code.ts";

/** The module document and its approval. */
export const documentErrors = {
  "document-invalid": {
    kind: "data",
    message: {
      en: "The document has {count} problems; the first is at {path}: {detail}",
      ru: "Ошибок в документе: {count}; первая в {path}: {detailRu}",
    },
  },
  "text-broken": {
    kind: "usage",
    message: {
      en: "The text at {path} holds half of a character: the other half is missing. Enter it again.",
      ru: "В тексте {path} половина символа: второй половины нет. Введите его заново.",
    },
  },
  "artefact-missing": {
    kind: "missing",
    message: {
      en: "The document refers to values at {path} that are not here: a document holds only the references. Bring the file of artefacts beside it (NAME.artefacts) with its key, restore a revision of this module, or enter the values again.",
      ru: "Документ ссылается на значения в {path}, которых здесь нет: сам документ их не содержит. Положите рядом файл артефактов (ИМЯ.artefacts) и его ключ, верните ревизию этого модуля или введите значения заново.",
    },
  },
  "artefact-too-large": {
    kind: "data",
    message: {
      en: "The {count} values at {path} take more than {limit}. Keep fewer of them, or put them into a table of a source and refer to it by a check of tables.",
      ru: "Значения в {path} ({count}) занимают больше {limit}. Оставьте меньше или вынесите их в таблицу источника и сошлитесь на неё проверкой таблиц.",
    },
  },
  "approval-missing": {
    kind: "conflict",
    message: {
      en: "This revision is not approved. A database administrator who did not edit it must approve it before it can be published.",
      ru: "Ревизия не одобрена. До публикации её должен одобрить администратор баз данных, который её не редактировал.",
    },
  },
  "approval-stale": {
    kind: "conflict",
    message: {
      en: "What was approved has changed since: {detail}. Ask for a new approval.",
      ru: "Одобренное с тех пор изменилось: {detail}. Запросите одобрение снова.",
    },
  },
  "approval-by-editor": {
    kind: "access",
    message: {
      en: "You edited this module since its last approval, so somebody else must approve it.",
      ru: "Вы редактировали модуль после последнего одобрения, поэтому одобрить его должен кто-то другой.",
    },
  },
  "approval-impersonated": {
    kind: "access",
    message: {
      en: "A sign-in on behalf of somebody else cannot approve.",
      ru: "Вход от имени другого человека не даёт права одобрять.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
