import type { Text } from "#lib/kernel";

/**
 * What a person can be allowed. Raw data is given by no other permission: `raw-values:look` for values of a source wherever the
 * product shows some, `quarantine:look` for whole rows that a run has rejected,
 * `script-output:look` for what scripts print.
 */
export const permissions = {
  "users:manage": { en: "Manage users and their roles", ru: "Управлять пользователями и ролями" },
  "sources:manage": {
    en: "Add, change and archive sources",
    ru: "Добавлять, менять и архивировать источники",
  },
  "sources:read": { en: "See sources and their tables", ru: "Видеть источники и их таблицы" },
  "stores:manage": { en: "Add, change and archive stores", ru: "Добавлять, менять и архивировать хранилища" },
  "stores:read": { en: "See stores", ru: "Видеть хранилища" },
  "environments:manage": {
    en: "Add, change and archive environments, and bind what documents name in them",
    ru: "Добавлять, менять и архивировать окружения и связывать в них имена из документов",
  },
  "environments:read": { en: "See environments", ru: "Видеть окружения" },
  "modules:read": { en: "See modules, drafts and revisions", ru: "Видеть модули, черновики и ревизии" },
  "modules:edit": { en: "Edit modules and save revisions", ru: "Редактировать модули и сохранять ревизии" },
  "modules:archive": { en: "Archive modules", ru: "Архивировать модули" },
  "reviews:read": { en: "See reviews", ru: "Видеть проверки" },
  "reviews:request": { en: "Ask for a review", ru: "Запрашивать проверку" },
  "reviews:decide": {
    en: "Approve revisions or request changes",
    ru: "Одобрять ревизии или запрашивать правки",
  },
  "runs:read": { en: "See runs and their logs", ru: "Видеть запуски и их журналы" },
  "runs:start": { en: "Start trials and publications", ru: "Запускать пробы и публикации" },
  "triggers:edit": {
    en: "Plan runs: schedules, web hooks, runs after new versions",
    ru: "Планировать запуски: расписания, вебхуки, запуски после новых версий",
  },
  "runs:cancel": { en: "Cancel runs", ru: "Отменять запуски" },
  "versions:read": { en: "See and download versions", ru: "Видеть и скачивать версии" },
  "versions:withdraw": { en: "Withdraw versions", ru: "Отзывать версии" },
  "uploads:create": { en: "Upload files", ru: "Загружать файлы" },
  "quarantine:look": {
    en: "Look at whole rows that a run has rejected, as the source gave them",
    ru: "Смотреть целиком строки, отклонённые запуском, в исходном виде",
  },
  "script-output:look": {
    en: "Read what scripts have printed in runs, and why they failed in their own words",
    ru: "Читать, что скрипты напечатали в запусках и как сами объяснили ошибку",
  },
  "python:manage": {
    en: "Decide which packages Python scripts may use, and whether they may run without a sandbox",
    ru: "Решать, какие пакеты доступны скриптам на Python и можно ли им работать без песочницы",
  },
  "previews:read": { en: "Preview modules on samples", ru: "Смотреть модули на выборках" },
  "raw-values:look": {
    en: "See values of sources: in previews, among proposed merges, and those that documents refer to",
    ru: "Видеть значения источников: в предпросмотре, среди предлагаемых слияний и те, на которые ссылаются документы",
  },
  "domains:manage": {
    en: "Rotate and destroy keys of linkage domains",
    ru: "Менять и уничтожать ключи доменов связывания",
  },
  "values:re-identify": {
    en: "Read what a pseudonym stands for, with a reason",
    ru: "Восстанавливать исходные значения по псевдонимам с обоснованием",
  },
  "values:merge": { en: "Add merges of values to drafts", ru: "Добавлять слияния значений в черновики" },
  "domains:read": { en: "See linkage domains", ru: "Видеть домены связывания" },
  "audit:read": { en: "Read the audit", ru: "Читать журнал аудита" },
  "space:read": { en: "See the space used", ru: "Видеть занятое место" },
} as const satisfies Readonly<Record<string, Text>>;

export type Permission = keyof typeof permissions;

const rawPermissions = [
  "quarantine:look",
  "script-output:look",
  "raw-values:look",
] as const satisfies readonly Permission[];
/** What shows raw data, for the eyes of the person alone: whoever is signed in as them sees none. */
export type RawPermission = (typeof rawPermissions)[number];
export const isRaw = (permission: Permission): permission is RawPermission =>
  rawPermissions.some((one) => one === permission);
