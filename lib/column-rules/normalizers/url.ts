import { z } from "zod";
import { join, literal, type Sql, sql } from "#lib/sql";
import { defineNormalizer } from "../definition.ts";
import { text } from "../texts.ts";
import { trimmed } from "./white-space.ts";

/** Groups: scheme, host, port with its colon, path, query, fragment. No name and password: addresses do not carry them. */
const parts =
  "(?i:(https?|ftps?))://(\\[[0-9A-Fa-f:.]+\\]|[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}._-]*[\\p{L}\\p{N}\\p{M}])?\\.?)(:[0-9]{1,5})?(/[^\\s?#]*)?(\\?[^\\s#]*)?(#\\S*)?";
const defaultPorts = join(["http:80", "https:443", "ftp:21", "ftps:990"].map(literal));

/** Parameters that say from where somebody came, by the services that add them. */
const tracking =
  "(^|&)(?i:utm_[a-z0-9_]*|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|ysclid|_openstat|mc_cid|mc_eid|igshid|twclid|ttclid|li_fat_id)(?:=[^&]*)?";

/** Bytes: browsers and servers stop well before. */
const longest = 8192;

interface Parameters {
  readonly fragment: "keep" | "remove";
  readonly tracking: "keep" | "remove";
}

/** The parts cut out once each, as the list [scheme, host, port, path, query, fragment]. */
const cut = (v: Sql): Sql =>
  sql`case when strlen(${v}) <= ${longest} and regexp_full_match(${v}, ${parts})
    then regexp_extract(${v}, ${parts}, ['scheme', 'host', 'port', 'path', 'query', 'fragment']) end`;

function written(found: Sql, params: Parameters): Sql {
  const part = (id: string): Sql => sql`${found}[${id}]`;
  const scheme = sql`lower(${part("scheme")})`;
  const isDefault = sql`${scheme} || ${part("port")} in (${defaultPorts})`;
  const port = sql`case when ${isDefault} then '' else ${part("port")} end`;
  const path = sql`case when ${part("path")} = '' then '/' else ${part("path")} end`;
  const kept = sql`ltrim(regexp_replace(substr(${part("query")}, 2), ${tracking}, '', 'g'), '&')`;
  const query =
    params.tracking === "keep"
      ? part("query")
      : sql`case when ${part("query")} = '' then '' else rtrim('?' || ${kept}, '?') end`;
  const fragment = params.fragment === "keep" ? part("fragment") : sql`''`;
  return sql`${scheme} || '://' || rtrim(lower(${part("host")}), '.') || ${port} || ${path} || ${query} || ${fragment}`;
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
    // The parts are named once for all their mentions.
    duckdb: ({ value, params }) =>
      sql`list_transform([${cut(trimmed(value))}], lambda f: ${written(sql`f`, params)})[1]`,
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
