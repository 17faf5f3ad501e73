import { z } from "zod";
import { postgresConnectionFields } from "./postgres-connection.ts";

/** The fields of a bucket on any server that speaks S3. */
export const s3ConnectionFields = {
  endpoint: z
    .url({ protocol: /^https?$/ })
    .refine((text) => {
      const url = URL.parse(text);
      return url !== null && url.username === "" && url.search === "" && url.hash === "";
    }, "an address without a user or parameters")
    .meta({
      label: { en: "Endpoint", ru: "Адрес сервиса" },
      help: {
        en: "https://s3.eu-central-1.amazonaws.com, https://storage.yandexcloud.net, http://minio:9000",
        ru: "https://storage.yandexcloud.net, https://s3.cloud.ru, http://minio:9000",
      },
    }),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default("us-east-1")
    .meta({ label: { en: "Region", ru: "Регион" } }),
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
      message: "3–63 lower-case letters, digits, dots, hyphens",
    })
    .meta({ label: { en: "Bucket", ru: "Бакет" } }),
  accessKeyId: z
    .string()
    .min(1)
    .max(200)
    .meta({ label: { en: "Access key id", ru: "Идентификатор ключа доступа" } }),
  secretAccessKey: z
    .string()
    .default("")
    .meta({ label: { en: "Secret access key", ru: "Секретный ключ доступа" }, secret: true }),
  pathStyle: z
    .boolean()
    .default(true)
    .meta({
      label: { en: "Bucket in the path", ru: "Бакет в пути" },
      help: {
        en: "Off: the bucket is part of the host name.",
        ru: "Выключено: бакет — часть имени хоста.",
      },
    }),
  ca: postgresConnectionFields.ca,
} as const;

export const s3ConnectionSchema = z.strictObject(s3ConnectionFields);
export type S3Connection = z.infer<typeof s3ConnectionSchema>;

/** Which host gets requests that the secret key signs, and how they are kept from listeners. */
export const s3Destination = ({ endpoint, bucket, pathStyle, ca }: S3Connection): readonly unknown[] => [
  endpoint,
  pathStyle ? undefined : bucket,
  ca,
];
