import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { isVin } from "../value-tests.ts";

export const vin = defineKind({
  id: "vin",
  title: { en: "Vehicle identification number", ru: "VIN" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: { strong: ["vin", "vin_code", "vin_number", "вин", "vehicle_identification_number"] },
  values: { matches: isVin, chance: 0.02, most: 4.5 },
  suggest: pseudonymized("vehicle.vin"),
});
