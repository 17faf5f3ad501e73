import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const driverLicence = defineKind({
  id: "driver-licence",
  title: { en: "Driving licence", ru: "Водительское удостоверение" },
  privacyClass: "direct-identifier",
  accepts: ["string", "integer"],
  names: {
    strong: [
      "driver_license",
      "driver_licence",
      "driving_license",
      "driving_licence",
      "drivers_license",
      "voditelskoe_udostoverenie",
      "водительское_удостоверение",
      "ву",
      "номер_ву",
      "права",
      "license_number",
      "licence_number",
    ],
    against: ["date", "expiry", "category"],
  },
  values: {
    matches: looksLike("[0-9]{2} ?(?:[0-9]{2}|[АВЕКМНОРСТУХ]{2}) ?[№ ]*[0-9]{6}|[A-Z0-9-]{6,18}"),
    chance: 0.2,
    most: 1.5,
    least: 0.5,
  },
  suggest: pseudonymized("person.driving-licence"),
});
