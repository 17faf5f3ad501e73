import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";

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
  suggest: pseudonymized("person.driving-licence"),
});
