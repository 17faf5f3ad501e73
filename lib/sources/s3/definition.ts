import { z } from "zod";
import { dataNameSchema } from "#lib/contracts";
import { s3ConnectionFields, s3Destination } from "#lib/network";
import type { SourceDefinition } from "../definition.ts";
import { readingFields } from "../reading-fields.ts";

const objectsSchema = z.strictObject({
  table: dataNameSchema.meta({
    label: { en: "Table", ru: "Таблица" },
    help: {
      en: "The name under which scripts read the objects.",
      ru: "Имя, под которым объекты читают скрипты.",
    },
  }),
  key: z
    .string()
    .min(1)
    .max(1024)
    .meta({
      label: { en: "Key or pattern", ru: "Ключ или шаблон" },
      help: {
        en: "exports/orders.csv, exports/*.parquet, events/year=*/month=*/*.parquet; folders named a=b become columns.",
        ru: "exports/orders.csv, exports/*.parquet, events/year=*/month=*/*.parquet; папки вида a=b становятся столбцами.",
      },
    }),
  ...readingFields,
});

export const s3SourceSchema = z
  .strictObject({
    ...s3ConnectionFields,
    sessionToken: z
      .string()
      .max(20_000)
      .regex(/^[\x20-\x7e]*$/)
      .default("")
      .meta({
        label: { en: "Session token", ru: "Токен сессии" },
        help: {
          en: "Of temporary keys alone. A single space takes away the one that is kept.",
          ru: "Только для временных ключей. Один пробел убирает сохранённый.",
        },
        secret: true,
      }),
    tables: z
      .array(objectsSchema)
      .min(1)
      .max(500)
      .meta({ label: { en: "Tables", ru: "Таблицы" } }),
    mostBytes: z
      .number()
      .int()
      .min(1)
      .max(2 ** 40)
      .default(50 * 2 ** 30)
      .meta({
        label: { en: "Most bytes of a run", ru: "Предел байтов одного запуска" },
        help: {
          en: "A pattern that means more is refused before anything is fetched.",
          ru: "Шаблон, под который подходит больше, отклоняется до загрузки.",
        },
      }),
    totalTimeout: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(14_400)
      .meta({
        label: { en: "Longest fetch of a run, seconds", ru: "Предел загрузки одного запуска, секунд" },
        help: {
          en: "From the first list of the bucket to the last object.",
          ru: "От первого списка бакета до последнего объекта.",
        },
      }),
    objectsAtOnce: z
      .number()
      .int()
      .min(1)
      .max(16)
      .default(4)
      .meta({
        label: { en: "Objects fetched at once", ru: "Объектов загружается одновременно" },
        help: {
          en: "Each by a request of its own. Rows stand in the order of the keys, whatever the number.",
          ru: "Каждый отдельным запросом. Строки идут в порядке ключей при любом числе.",
        },
      }),
  })
  .refine(({ tables }) => new Set(tables.map((t) => t.table.toLowerCase())).size === tables.length, {
    message: "two tables have the same name",
    path: ["tables"],
  });
export type S3SourceConfig = z.infer<typeof s3SourceSchema>;

export const s3Source: SourceDefinition<"s3", S3SourceConfig> = {
  id: "s3",
  title: { en: "S3 objects", ru: "Объекты S3" },
  summary: {
    en: "CSV, JSON, Parquet and Excel objects of a bucket on any S3 server; all objects of a pattern are one table.",
    ru: "Объекты CSV, JSON, Parquet и Excel в бакете любого S3-сервиса; все объекты по шаблону — одна таблица.",
  },
  config: s3SourceSchema,
  secretsGoTo: s3Destination,
  languages: ["sql", "python"],
  identifierQuote: '"',
  dialect: "duckdb",
};
