import { z } from "zod";
import { type Sql, sql } from "#lib/sql";
import { defineAnonymizer } from "../definition.ts";
import { text } from "../texts.ts";

/** No leading zeros: some readers take them for octal numbers. */
const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const mapped = `(?i)::ffff:${ipv4}`;

const group = "[0-9a-f]{1,4}";
/** Every way to write an IPv6 address with one `::` or none (RFC 4291), without zones and embedded IPv4. */
const ipv6 = `(?i)(?:${[
  `(?:${group}:){7}${group}`,
  `(?:${group}:){1,7}:`,
  ...[6, 5, 4, 3, 2, 1].map((before) => `(?:${group}:){1,${before}}(?::${group}){1,${7 - before}}`),
  `:(?:(?::${group}){1,7}|:)`,
].join("|")})`;

/** The network of an IPv4 address as four octets. */
function network4(address: Sql, bits: number): Sql {
  const part = (at: number): Sql => sql`try_cast(split_part(${address}, '.', ${at}) as bigint)`;
  const whole = sql`(${part(1)} * 16777216 + ${part(2)} * 65536 + ${part(3)} * 256 + ${part(4)})`;
  const kept = sql`(${whole} // ${2 ** (32 - bits)} * ${2 ** (32 - bits)})`;
  const octets = [16777216, 65536, 256, 1].map((unit) => sql`cast(${kept} // ${unit} % 256 as varchar)`);
  return octets.reduce((text, one) => sql`${text} || '.' || ${one}`);
}

/**
 * The network of an IPv6 address in RFC 5952's canonical form. With at most 64 bits kept the trailing zeros are always
 * the longest run, so they are the ones that `::` stands for.
 */
function network6(address: Sql, bits: number): Sql {
  const head = sql`string_split(nullif(split_part(lower(${address}), '::', 1), ''), ':')`;
  const tail = sql`string_split(nullif(split_part(lower(${address}), '::', 2), ''), ':')`;
  const groups = [1, 2, 3, 4].map((at) => {
    const hidden = sql`${tail}[greatest(${at} - 8 + len(${tail}), 0)]`;
    const digits = sql`coalesce(${head}[${at}], case when ${at} - 8 + len(${tail}) > 0 then ${hidden} end, '0')`;
    const kept = Math.min(16, Math.max(0, bits - 16 * (at - 1)));
    const unit = 2 ** (16 - kept);
    return sql`to_hex(cast(('0x' || ${digits}) as integer) // ${unit} * ${unit})`;
  });
  const all = groups.reduce((text, one) => sql`${text} || ':' || ${one}`);
  return sql`regexp_replace(lower(${all}), '(?:(?:^|:)0)+$', '') || '::'`;
}

/** Keeps the network of an IP address. */
export const generalizeIp = defineAnonymizer({
  id: "generalize-ip",
  version: 1,
  accepts: ["string"],
  returns: "string",
  properties: {
    deterministic: true,
    keyed: false,
    reversible: false,
    unique: "lossy",
    nulls: "kept",
    length: 24,
  },
  params: z.strictObject({
    ipv4Bits: z
      .number()
      .int()
      .min(1)
      .max(31)
      .default(24)
      .meta({ label: text("Bits of IPv4", "Бит IPv4") }),
    ipv6Bits: z
      .number()
      .int()
      .min(1)
      .max(64)
      .default(48)
      .meta({
        label: text("Bits of IPv6", "Бит IPv6"),
        help: text("A household has a /56 or a /64.", "У домохозяйства обычно /56 или /64."),
      }),
    output: z
      .enum(["network", "address"])
      .default("network")
      .meta({
        label: text("Write as", "Записать как"),
        help: text(
          "network: 192.0.2.0/24; address: 192.0.2.0.",
          "network: 192.0.2.0/24; address: 192.0.2.0.",
        ),
      }),
  }),
  compile: {
    duckdb: ({ value, params: { ipv4Bits, ipv6Bits, output } }) => {
      const size = (bits: number): Sql => (output === "network" ? sql` || ${`/${bits}`}` : sql``);
      const embedded = sql`right(${value}, -7)`;
      return sql`case
        when regexp_full_match(${value}, ${ipv4}) then ${network4(value, ipv4Bits)}${size(ipv4Bits)}
        when regexp_full_match(${value}, ${mapped}) then ${network4(embedded, ipv4Bits)}${size(ipv4Bits)}
        when regexp_full_match(${value}, ${ipv6}) then ${network6(sql`case when regexp_full_match(${value}, ${ipv6}) then ${value} end`, ipv6Bits)}${size(ipv6Bits)} end`;
    },
  },
  loss: ({ ipv4Bits }) => 1 - ipv4Bits / 32,
  technique: { dpv: null, etlx: "generalize-ip", label: text("Generalisation", "Обобщение") },
  docs: {
    title: text("Coarsen IP addresses", "Огрубление IP-адресов"),
    summary: text(
      "Keeps the network of an address, in its canonical form; what is no address goes to quarantine.",
      "Оставляет сеть адреса в каноническом виде; всё, что не адрес, попадает в карантин.",
    ),
    risk: text(
      "Small networks belong to one firm or household.",
      "Небольшие сети принадлежат одной организации или семье.",
    ),
    examples: [
      { params: {}, input: "192.0.2.77", output: "192.0.2.0/24" },
      { params: { ipv4Bits: 20, output: "address" }, input: "10.1.255.9", output: "10.1.240.0" },
      { params: {}, input: "::ffff:192.0.2.77", output: "192.0.2.0/24" },
      { params: {}, input: "2001:DB8:0:1:2:3:4:5", output: "2001:db8::/48" },
      { params: { ipv6Bits: 64 }, input: "2001:0db8::1:0:0:0:1", output: "2001:db8:0:1::/64" },
      { params: { ipv6Bits: 20 }, input: "2001:db8:ffff::", output: "2001::/20" },
      { params: { ipv6Bits: 28 }, input: "2001:dbf:ffff::", output: "2001:db0::/28" },
      { params: {}, input: "::1", output: "::/48" },
      { params: {}, input: "192.0.02.7", output: null },
      { params: {}, input: "1::2::3", output: null },
      { params: {}, input: null, output: null },
    ],
  },
});
