import { z } from "zod";
import { s3ConnectionFields, s3Destination } from "#lib/network";
import type { StoreDefinition } from "../definition.ts";

export const s3StoreSchema = z.strictObject({
  ...s3ConnectionFields,
  prefix: z
    .string()
    .regex(/^(?:[A-Za-z0-9][A-Za-z0-9._-]*\/)*$/, { message: "folders/that/end/with/" })
    .max(500)
    .default("")
    .meta({
      label: { en: "Folder in the bucket", ru: "Папка в бакете" },
      help: { en: "Ends with /; empty: the bucket itself.", ru: "Заканчивается на /; пусто: сам бакет." },
    }),
  readerAccessKeyId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({
      label: { en: "Access key id for reading", ru: "Идентификатор ключа для чтения" },
      help: {
        en: "What upload scripts put here is read back with this key; without it none may write here.",
        ru: "Этим ключом читается обратно то, что положили скрипты выгрузки; без него они сюда не пишут.",
      },
    }),
  readerSecretAccessKey: z
    .string()
    .optional()
    .meta({ label: { en: "Secret key for reading", ru: "Секретный ключ для чтения" }, secret: true }),
});
export type S3StoreConfig = z.infer<typeof s3StoreSchema>;

export const s3Store: StoreDefinition<"s3", S3StoreConfig> = {
  id: "s3",
  title: { en: "S3", ru: "S3" },
  summary: {
    en: "Parquet objects of any S3 server, each once by its SHA-256; v1.json tells the objects of a version, latest.json the newest.",
    ru: "Объекты Parquet на любом S3-сервисе, каждый один раз по своему SHA-256; v1.json перечисляет объекты версии, latest.json — последней.",
  },
  config: s3StoreSchema,
  secretsGoTo: s3Destination,
  takesCleanUp: false,
};
