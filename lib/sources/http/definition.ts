import { z } from "zod";
import type { SourceDefinition } from "../definition.ts";
import { httpTableSchema, pairSchema } from "./table-fields.ts";

/** An HTTP field name (RFC 9110, 5.1). */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Headers that the connection itself sets, or that choose how an answer is packed. */
const ownHeaders =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|expect|accept-encoding|range)$/i;

const addressSchema = z.url({ protocol: /^https?$/ }).refine((text) => {
  const url = URL.parse(text);
  return url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}, "an address without a user or parameters");

const seconds = (most: number) => z.number().int().min(1).max(most);

export const httpSourceSchema = z
  .strictObject({
    baseUrl: addressSchema.meta({
      label: { en: "Base address", ru: "Основной адрес" },
      help: { en: "https://api.example.com/v1", ru: "https://api.example.com/v1" },
    }),
    auth: z
      .enum(["none", "header", "oauth2"])
      .default("none")
      .meta({
        label: { en: "Credentials", ru: "Учётные данные" },
        options: {
          none: { en: "None", ru: "Нет" },
          header: { en: "A header", ru: "Заголовок" },
          oauth2: { en: "OAuth 2 client credentials", ru: "OAuth 2, учётные данные клиента" },
        },
      }),
    headerName: z
      .string()
      .regex(headerName)
      .max(100)
      .default("Authorization")
      .meta({
        when: { field: "auth", is: ["header"] },
        label: { en: "Name of the header", ru: "Имя заголовка" },
      }),
    headerValue: z
      .string()
      .max(20_000)
      .regex(/^[\t\x20-\x7e]*$/)
      .default("")
      .meta({
        when: { field: "auth", is: ["header"] },
        label: { en: "Value of the header", ru: "Значение заголовка" },
        help: { en: "All of it: Bearer …", ru: "Целиком: Bearer …" },
        secret: true,
      }),
    tokenUrl: addressSchema
      .optional()
      .meta({ when: { field: "auth", is: ["oauth2"] }, label: { en: "Token address", ru: "Адрес токенов" } }),
    clientId: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .meta({
        when: { field: "auth", is: ["oauth2"] },
        label: { en: "Client id", ru: "Идентификатор клиента" },
      }),
    clientSecret: z
      .string()
      .max(20_000)
      .default("")
      .meta({
        when: { field: "auth", is: ["oauth2"] },
        label: { en: "Client secret", ru: "Секрет клиента" },
        secret: true,
      }),
    clientAuth: z
      .enum(["basic", "body"])
      .default("basic")
      .meta({
        when: { field: "auth", is: ["oauth2"] },
        label: { en: "How the client names itself", ru: "Как клиент называет себя" },
        options: {
          basic: { en: "In a header (Basic)", ru: "В заголовке (Basic)" },
          body: { en: "In the request's body", ru: "В теле запроса" },
        },
      }),
    scope: z
      .string()
      .max(2000)
      .optional()
      .meta({
        when: { field: "auth", is: ["oauth2"] },
        label: { en: "Scope", ru: "Область доступа (scope)" },
      }),
    headers: z
      .array(pairSchema(headerName))
      .max(50)
      .default([])
      .meta({
        label: { en: "Further headers", ru: "Другие заголовки" },
        help: { en: "Not secret.", ru: "Не секретные." },
      }),
    requestsPerSecond: z
      .number()
      .min(0.01)
      .max(1000)
      .default(5)
      .meta({ label: { en: "Most requests a second", ru: "Предел запросов в секунду" } }),
    tablesAtOnce: z
      .number()
      .int()
      .min(1)
      .max(8)
      .default(2)
      .meta({
        label: { en: "Tables fetched at once", ru: "Таблиц загружается одновременно" },
        help: {
          en: "Where one script reads several. The pages of a table come one after another, and all together within the requests a second.",
          ru: "Когда один скрипт читает несколько. Страницы таблицы идут одна за другой, все вместе — в пределе запросов в секунду.",
        },
      }),
    requestTimeout: seconds(3600)
      .default(60)
      .meta({ label: { en: "Longest silence of an answer, seconds", ru: "Предел молчания ответа, секунд" } }),
    totalTimeout: seconds(86_400)
      .default(3600)
      .meta({
        label: { en: "Longest fetch of a run, seconds", ru: "Предел загрузки одного запуска, секунд" },
      }),
    ca: z
      .string()
      .max(200_000)
      .optional()
      .meta({
        label: { en: "Certificate authority (PEM)", ru: "Сертификат удостоверяющего центра (PEM)" },
        multiline: true,
      }),
    tables: z
      .array(httpTableSchema)
      .min(1)
      .max(200)
      .meta({ label: { en: "Tables", ru: "Таблицы" } }),
  })
  .refine(({ auth, headerValue }) => auth !== "header" || headerValue !== "", {
    message: "a header has a value",
    path: ["headerValue"],
  })
  .refine(({ auth, tokenUrl }) => auth !== "oauth2" || tokenUrl !== undefined, {
    message: "OAuth 2 needs the address of the tokens",
    path: ["tokenUrl"],
  })
  .refine(({ auth, clientId }) => auth !== "oauth2" || clientId !== undefined, {
    message: "OAuth 2 needs a client",
    path: ["clientId"],
  })
  .refine(({ headerName: name }) => !ownHeaders.test(name), {
    message: "a header of ours",
    path: ["headerName"],
  })
  .refine(
    ({ headers }) =>
      headers.every(({ name }) => !ownHeaders.test(name) && !/^(?:authorization|cookie)$/i.test(name)),
    {
      message: "a header of ours, or a secret one",
      path: ["headers"],
    },
  )
  .refine(({ tables }) => new Set(tables.map((t) => t.table.toLowerCase())).size === tables.length, {
    message: "two tables have the same name",
    path: ["tables"],
  });
export type HttpSourceConfig = z.infer<typeof httpSourceSchema>;

export const httpSource: SourceDefinition<"http", HttpSourceConfig> = {
  id: "http",
  title: { en: "HTTP API", ru: "HTTP API" },
  summary: {
    en: "Records of an HTTP API in JSON, NDJSON or CSV, page by page; each path is a table. An API has no snapshot: what changes meanwhile may be seen in part.",
    ru: "Записи HTTP API в JSON, NDJSON или CSV, страница за страницей; каждый путь — таблица. У API нет снимка: изменённое во время чтения может попасть частично.",
  },
  config: httpSourceSchema,
  secretsGoTo: ({ baseUrl, tokenUrl, ca }) => [baseUrl, tokenUrl, ca],
  languages: ["sql", "python"],
  identifierQuote: '"',
  dialect: "duckdb",
};
