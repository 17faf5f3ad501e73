import { sql } from "#lib/sql";
import { defineKind } from "../definition.ts";
import { faked } from "../suggestions.ts";
import { contains, looksLike } from "../value-tests.ts";

export const ip = defineKind({
  id: "ip",
  title: { en: "IP address", ru: "IP-адрес" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: ["ip", "ip_address", "ip_addr", "client_ip", "remote_addr", "ip_адрес", "last_ip"],
    against: ["version"],
  },
  values: {
    matches: sql`(${looksLike("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})")} or ${looksLike("(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}")} and ${contains("::|(?::.*){7}")})`,
    chance: 0.001,
    most: 6.5,
  },
  suggest: faked("ip"),
});
