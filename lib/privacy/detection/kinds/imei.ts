import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { isImei } from "../value-tests.ts";

export const imei = defineKind({
  id: "imei",
  title: { en: "Number of a mobile device (IMEI)", ru: "IMEI" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: { strong: ["imei", "имей"] },
  values: { matches: isImei, chance: 0.1, most: 4.5 },
  isNumber: true,
  suggest: pseudonymized("device.imei"),
});
