import { z } from "zod";
import { dataNameSchema } from "#lib/contracts";
import { parseJsonPlace } from "./json-place.ts";

/** What a query or a header is called, and its value. Neither is secret: both are shown to whoever sees the source. */
export const pairSchema = (pattern: RegExp) =>
  z.strictObject({
    name: z
      .string()
      .regex(pattern)
      .max(200)
      .meta({ label: { en: "Name", ru: "Имя" } }),
    value: z
      .string()
      .max(4000)
      // A line break would begin a header of its own.
      .regex(/^[^\r\n\0]*$/)
      .meta({ label: { en: "Value", ru: "Значение" } }),
  });

/** Neither another scheme nor another host: those would be given the credentials. */
export const pathPattern = /^(?![/\\]{2})(?![A-Za-z][A-Za-z0-9+.-]*:)[^\s#\\]*$/;

const isJsonPlace = (text: string): boolean => parseJsonPlace(text) !== undefined;
const placeSchema = z.string().max(500).refine(isJsonPlace, "data.items, $.data.items or /data/items");

/** How one table is fetched. Flat, since forms are drawn from it: which of the fields count depends on `pagination`. */
export const httpTableSchema = z
  .strictObject({
    table: dataNameSchema.meta({
      label: { en: "Table", ru: "Таблица" },
      help: {
        en: "The name under which scripts read the records.",
        ru: "Имя, под которым записи читают скрипты.",
      },
    }),
    path: z
      .string()
      .max(2000)
      .regex(pathPattern)
      .meta({
        label: { en: "Path", ru: "Путь" },
        help: {
          en: "After the base address: orders, v2/orders",
          ru: "После основного адреса: orders, v2/orders",
        },
      }),
    query: z
      .array(pairSchema(/^[^\r\n\0]+$/))
      .max(100)
      .default([])
      .meta({ label: { en: "Query parameters", ru: "Параметры запроса" } }),
    format: z
      .enum(["auto", "json", "ndjson", "csv"])
      .default("auto")
      .meta({
        label: { en: "Format", ru: "Формат" },
        options: { auto: { en: "By the answer", ru: "По ответу" } },
      }),
    records: placeSchema.optional().meta({
      when: { field: "format", is: ["auto", "json"] },
      label: { en: "Place of the records", ru: "Место записей" },
      help: {
        en: "Of JSON: data.items, $.data.items or /data/items; empty: the answer itself is the list.",
        ru: "В JSON: data.items, $.data.items или /data/items; пусто: сам ответ — список.",
      },
    }),
    pagination: z
      .enum(["none", "page", "offset", "cursor", "link"])
      .default("none")
      .meta({
        label: { en: "Pages", ru: "Страницы" },
        options: {
          none: { en: "One answer", ru: "Один ответ" },
          page: { en: "By number", ru: "По номеру" },
          offset: { en: "By offset", ru: "По смещению" },
          cursor: { en: "By a cursor", ru: "По курсору" },
          link: { en: "By the Link header", ru: "По заголовку Link" },
        },
        help: {
          en: "page: by number; offset: by the number of records before; cursor: by a value in the answer; link: by the Link header (rel=next).",
          ru: "page: по номеру; offset: по числу записей до неё; cursor: по значению в ответе; link: по заголовку Link (rel=next).",
        },
      }),
    parameter: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({
        when: { field: "pagination", is: ["page", "offset", "cursor"] },
        label: { en: "Parameter of the page", ru: "Параметр страницы" },
        help: {
          en: "Carries the number, the offset or the cursor; empty: page, offset, and for a cursor: it is the next page's address.",
          ru: "Несёт номер, смещение или курсор; пусто: page, offset, а для курсора: он сам — адрес следующей страницы.",
        },
      }),
    first: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000)
      .optional()
      .meta({
        when: { field: "pagination", is: ["page", "offset"] },
        label: { en: "First page or offset", ru: "Первая страница или смещение" },
        help: { en: "Empty: page 1, offset 0.", ru: "Пусто: страница 1, смещение 0." },
      }),
    sizeParameter: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({
        when: { field: "pagination", is: ["page", "offset", "cursor", "link"] },
        label: { en: "Parameter of the page's size", ru: "Параметр размера страницы" },
      }),
    size: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({
        when: { field: "pagination", is: ["page", "offset", "cursor", "link"] },
        label: { en: "Records of a page", ru: "Записей на странице" },
      }),
    // Absent unless somebody chose it: what a table says of itself is part of the source's fingerprint.
    endsWith404: z
      .boolean()
      .optional()
      .meta({
        when: { field: "pagination", is: ["page", "offset"] },
        label: { en: "404 after the last page", ru: "404 после последней страницы" },
        help: {
          en: "Once records have come, an answer of 404 ends the pages. Off: pages are asked for until one is empty, and 404 fails the run.",
          ru: "Когда записи уже были, ответ 404 завершает страницы. Выключено: страницы запрашиваются до пустой, а 404 прерывает запуск.",
        },
      }),
    cursor: placeSchema.optional().meta({
      when: { field: "pagination", is: ["cursor"] },
      label: { en: "Place of the cursor", ru: "Место курсора" },
      help: {
        en: "Of JSON: meta.next; absent, null or empty in the last page.",
        ru: "В JSON: meta.next; на последней странице его нет, он null или пуст.",
      },
    }),
    mostPages: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .meta({
        when: { field: "pagination", is: ["page", "offset", "cursor", "link"] },
        label: { en: "Most pages", ru: "Предел страниц" },
      }),
    mostBytes: z
      .number()
      .int()
      .min(1)
      .max(2 ** 40)
      .default(2 ** 30)
      .meta({ label: { en: "Most bytes", ru: "Предел байтов" } }),
  })
  .refine((table) => table.pagination !== "cursor" || table.cursor !== undefined, {
    message: "a cursor has a place",
    path: ["cursor"],
  })
  .refine((table) => table.pagination !== "cursor" || ["auto", "json"].includes(table.format), {
    message: "a cursor is found in JSON",
    path: ["format"],
  })
  .refine((table) => (table.size === undefined) === (table.sizeParameter === undefined), {
    message: "a size and its parameter go together",
    path: ["size"],
  });
export type HttpTable = z.infer<typeof httpTableSchema>;
