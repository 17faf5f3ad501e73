import { z } from "zod";

/** A file that somebody put in the browser, in place of a path on the server. */
export const uploadFields = {
  upload: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/)
    .optional()
    .meta({ label: { en: "Uploaded file", ru: "Загруженный файл" }, upload: true }),
  /** The name people know an uploaded file by. */
  label: z
    .string()
    .max(255)
    .optional()
    .meta({ label: { en: "File name", ru: "Имя файла" } }),
} as const;

/** For a configuration's `refine`: a file lies in exactly one place. */
export const liesInOnePlace = (file: {
  readonly path?: string | undefined;
  readonly upload?: string | undefined;
}): boolean => (file.path === undefined) !== (file.upload === undefined);
export const onePlaceMessage = "either a path or an uploaded file";
