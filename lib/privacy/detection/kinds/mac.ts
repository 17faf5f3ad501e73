import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const mac = defineKind({
  id: "mac",
  title: { en: "Hardware address", ru: "MAC-адрес" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: { strong: ["mac", "mac_address", "mac_addr", "mac_адрес", "bssid"] },
  values: {
    matches: looksLike("(?i)[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}|[0-9a-f]{4}(?:\\.[0-9a-f]{4}){2}"),
    chance: 0.001,
    most: 6.5,
  },
  suggest: pseudonymized("device.mac"),
});
