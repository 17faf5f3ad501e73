import type { DocumentChangeView } from "#lib/contracts";
import type { Text } from "#lib/kernel";

/** A change of meaning between two documents. */
export type DocumentChange = DocumentChangeView;
type Action = DocumentChange["action"];

/** What was changed, named for people. */
export const changeKinds = {
  module: { en: "module", ru: "модуль" },
  table: { en: "table", ru: "таблица" },
  column: { en: "column", ru: "колонка" },
  rule: { en: "column rule", ru: "правило колонки" },
  key: { en: "key", ru: "ключ" },
  privacy: { en: "privacy", ru: "приватность" },
  source: { en: "source", ru: "источник" },
  store: { en: "store", ru: "хранилище" },
  script: { en: "script", ru: "скрипт" },
  limit: { en: "limit", ru: "предел" },
  text: { en: "description", ru: "описание" },
  schedule: { en: "schedule", ru: "расписание" },
} as const satisfies Readonly<Record<string, Text>>;
export type ChangeKind = keyof typeof changeKinds;

const actions: Readonly<Record<Action, Text>> = {
  added: { en: "added", ru: "добавлено" },
  removed: { en: "removed", ru: "удалено" },
  changed: { en: "changed", ru: "изменено" },
  moved: { en: "moved", ru: "перемещено" },
};

export interface Wording {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** Words a change: "customers.email: privacy changed (privacyClass)". */
export function change(
  kind: ChangeKind,
  action: Action,
  path: readonly (string | number)[],
  name: string,
  part: string | undefined,
  { before, after }: Wording = {},
): DocumentChange {
  const word = (locale: keyof Text) =>
    `${name}: ${changeKinds[kind][locale]}${part === undefined ? "" : ` (${part})`} — ${actions[action][locale]}`;
  return {
    kind,
    action,
    path: [...path],
    text: { en: word("en"), ru: word("ru") },
    deciding: kind !== "text" && kind !== "schedule",
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}
