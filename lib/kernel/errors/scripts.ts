import type { ErrorCode } from "../error-code.ts";

/** Users' scripts and the processes they run in. */
export const scriptErrors = {
  "script-refused": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script is not allowed: {detail}",
      ru: "Таблица {table}: скрипт этапа {stage} не допускается: {detail}",
    },
  },
  "script-failed": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script failed with {detail} at line {line}.",
      ru: "Таблица {table}: скрипт этапа {stage} завершился ошибкой {detail} в строке {line}.",
    },
  },
  "script-limit": {
    kind: "data",
    message: {
      en: "Table {table}: the {stage} script used more {resource} than allowed ({limit}).",
      ru: "Таблица {table}: скрипт этапа {stage} превысил лимит: {resource} ({limit}).",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
