import type { ErrorCode } from "../error-code.ts";

/** HTTP APIs as sources. Neither an answer's body nor a credential is ever a parameter. */
export const apiErrors = {
  "api-status": {
    kind: "outside",
    message: {
      en: "Table {table}, page {page}: the API {source} answered with the status {status}.",
      ru: "Таблица {table}, страница {page}: API {source} ответил с кодом {status}.",
    },
  },
  "api-refused": {
    kind: "outside",
    message: {
      en: "Table {table}, page {page}: the API {source} refused the credentials (status {status}).",
      ru: "Таблица {table}, страница {page}: API {source} не принял учётные данные (код {status}).",
    },
  },
  "api-busy": {
    kind: "outside",
    transient: true,
    message: {
      en: "Table {table}, page {page}: the API {source} still answered with the status {status} after {attempts} attempts.",
      ru: "Таблица {table}, страница {page}: API {source} и после {attempts} попыток отвечает с кодом {status}.",
    },
  },
  "api-interrupted": {
    kind: "outside",
    transient: true,
    message: {
      en: "Table {table}, page {page}: the connection to the API {source} failed {attempts} times ({detail}).",
      ru: "Таблица {table}, страница {page}: соединение с API {source} не удалось {attempts} раз ({detail}).",
    },
  },
  "api-token-failed": {
    kind: "outside",
    message: {
      en: "The token server {source} gave no access token ({detail}). Check the client's id, secret and scope.",
      ru: "Сервер токенов {source} не выдал токен доступа ({detail}). Проверьте идентификатор, секрет и scope клиента.",
    },
  },
  "api-redirect-refused": {
    kind: "outside",
    message: {
      en: "Table {table}, page {page}: the API {source} points to {detail}, which is not followed.",
      ru: "Таблица {table}, страница {page}: API {source} указывает на {detail}; туда переход не выполняется.",
    },
  },
  "api-answer-invalid": {
    kind: "data",
    message: {
      en: "Table {table}, page {page}: the answer is not valid {format}.",
      ru: "Таблица {table}, страница {page}: ответ не является правильным {format}.",
    },
  },
  "api-records-missing": {
    kind: "data",
    message: {
      en: "Table {table}, page {page}: the answer has no list of objects at {path}.",
      ru: "Таблица {table}, страница {page}: в ответе нет списка объектов по пути {path}.",
    },
  },
  "api-columns-changed": {
    kind: "data",
    message: {
      en: "Table {table}, page {page}: its columns are not those of the first page.",
      ru: "Таблица {table}, страница {page}: её колонки не те, что на первой странице.",
    },
  },
  "api-page-too-large": {
    kind: "data",
    message: {
      en: "Table {table}, page {page}: larger than the limit of {limit}. Ask for smaller pages.",
      ru: "Таблица {table}, страница {page}: больше предела {limit}. Запрашивайте страницы меньше.",
    },
  },
  "api-pages-repeat": {
    kind: "data",
    message: {
      en: "Table {table}, page {page}: it came before, so the pages would never end. Check how the pages are asked for.",
      ru: "Таблица {table}, страница {page}: она уже приходила, страницы никогда не кончатся. Проверьте, как они запрашиваются.",
    },
  },
  "api-pages-too-many": {
    kind: "data",
    message: {
      en: "Table {table}: there are more pages than its limit of {limit}.",
      ru: "Таблица {table}: страниц больше её предела {limit}.",
    },
  },
  "api-no-records": {
    kind: "data",
    message: {
      en: "Table {table}: the API {source} gave no records, so its columns are not known. Where a script names them (select id, name from {table}), it is a table without rows.",
      ru: "Таблица {table}: API {source} не дал записей, поэтому её колонки неизвестны. Если скрипт их называет (select id, name from {table}), это таблица без строк.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
