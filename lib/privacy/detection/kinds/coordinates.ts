import { defineKind } from "../definition.ts";
import { looksLike } from "../value-tests.ts";

export const coordinates = defineKind({
  id: "coordinates",
  title: { en: "Coordinates", ru: "Координаты" },
  privacyClass: "quasi-identifier",
  accepts: ["string", "decimal", "float"],
  names: {
    strong: [
      "latitude",
      "longitude",
      "lat",
      "lon",
      "lng",
      "coordinates",
      "coords",
      "gps",
      "geo",
      "geo_point",
      "koordinaty",
      "shirota",
      "dolgota",
      "координаты",
      "широта",
      "долгота",
      "геолокация",
      "location_point",
      "lat_lon",
    ],
    weak: ["location"],
    against: ["id", "name"],
  },
  values: {
    matches: looksLike("[-+]?[0-9]{1,3}\\.[0-9]{2,15}(?:[,; ]+[-+]?[0-9]{1,3}\\.[0-9]{2,15})?"),
    chance: 0.3,
    most: 1,
  },
  suggest: () => ({ anonymize: { rule: "drop" } }),
});
