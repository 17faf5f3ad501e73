import { z } from "zod";
import { type Sql, sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";
import { trimmed } from "./white-space.ts";

/** Groups: scheme, host, port with its colon, path, query, fragment. No name and password: addresses do not carry them. */
const parts =
  "(?i:(https?|ftps?))://(\\[[0-9A-Fa-f:.]+\\]|[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}._-]*[\\p{L}\\p{N}\\p{M}])?\\.?)(:[0-9]{1,5})?(/[^\\s?#]*)?(\\?[^\\s#]*)?(#\\S*)?";
const defaultPort = "^(?:http:80|https:443|ftp:21|ftps:990|[a-z]+:)$";

/** Parameters that say from where somebody came, by the services that add them. */
const tracking =
  "(^|&)(?i:utm_[a-z0-9_]*|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|ysclid|_openstat|mc_cid|mc_eid|igshid|twclid|ttclid|li_fat_id)(?:=[^&]*)?";

interface Parameters {
  readonly fragment: "keep" | "remove";
  readonly tracking: "keep" | "remove";
}

const group = (number: number): Sql => sql`regexp_extract(v, ${parts}, ${number})`;

function written(params: Parameters): Sql {
  const scheme = sql`lower(${group(1)})`;
  const port = sql`case when regexp_matches(${scheme} || ${group(3)}, ${defaultPort}) or ${group(3)} = '' then '' else ${group(3)} end`;
  const path = sql`case when ${group(4)} = '' then '/' else ${group(4)} end`;
  const kept = sql`ltrim(regexp_replace(substr(${group(5)}, 2), ${tracking}, '', 'g'), '&')`;
  const query =
    params.tracking === "keep" ? group(5) : sql`case when ${kept} = '' then '' else '?' || ${kept} end`;
  const fragment = params.fragment === "keep" ? group(6) : sql`''`;
  return sql`${scheme} || '://' || rtrim(lower(${group(2)}), '.') || ${port} || ${path} || ${query} || ${fragment}`;
}

/** Reads an absolute web address and writes it in one way (RFC 3986, 6.2.2.1 and 6.2.3). */
export const url = defineNormalizer({
  id: "url",
  version: 1,
  phase: "parse",
  accepts: ["string"],
  returns: "text",
  params: z.strictObject({
    fragment: z
      .enum(["keep", "remove"])
      .default("keep")
      .meta({ label: text("What follows #", "Часть после #") }),
    tracking: z
      .enum(["keep", "remove"])
      .default("keep")
      .meta({
        label: text("Tracking parameters", "Параметры отслеживания"),
        help: text(
          "utm_source, gclid, yclid, fbclid and the like.",
          "utm_source, gclid, yclid, fbclid и подобные.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, params }) =>
      // Browsers and servers stop well before 8 kB; the parts of longer texts would be cut out again and again.
      sql`case when strlen(${value}) <= 8192 then list_transform([${trimmed(value)}], lambda v:
        case when regexp_full_match(v, ${parts}) then ${written(params)} end)[1] end`,
  },
  docs: {
    title: text("Web address", "Веб-адрес"),
    summary: text(
      "Writes scheme and host in small letters and drops the default port. An address with a name and password, or none at all, is a failure.",
      "Переводит схему и узел в нижний регистр, убирает порт по умолчанию. Адрес с именем и паролем или не адрес — ошибка.",
    ),
    examples: [
      { input: " HTTPS://Example.COM:443/Path?A=1#top ", output: "https://example.com/Path?A=1#top" },
      { input: "http://Пример.РФ", output: "http://пример.рф/" },
      { input: "http://example.com:8080", output: "http://example.com:8080/" },
      {
        params: { tracking: "remove", fragment: "remove" },
        input: "https://shop.ru/item?utm_source=mail&id=5&gclid=x#reviews",
        output: "https://shop.ru/item?id=5",
      },
      {
        params: { tracking: "remove" },
        input: "https://shop.ru/?utm_source=mail&yclid=1",
        output: "https://shop.ru/",
      },
      { input: "https://anna:secret@example.com/", output: null },
      { input: "javascript:alert(1)", output: null },
      { input: "example.com", output: null },
      { input: null, output: null },
    ],
  },
});
