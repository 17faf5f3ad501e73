import { defineKind } from "../definition.ts";
import { pseudonymized } from "../suggestions.ts";
import { looksLike } from "../value-tests.ts";

export const licencePlate = defineKind({
  id: "licence-plate",
  title: { en: "Licence plate", ru: "Номер автомобиля" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "license_plate",
      "licence_plate",
      "plate",
      "plate_number",
      "car_number",
      "gosnomer",
      "госномер",
      "гос_номер",
      "номер_авто",
      "номер_автомобиля",
      "nomer_avto",
      "vehicle_registration",
      "registration_plate",
      "регистрационный_знак",
      "госзнак",
    ],
    weak: ["reg_number", "vehicle_number", "номер_тс", "номер_машины"],
  },
  values: {
    matches: looksLike(
      "(?i)[АВЕКМНОРСТУХABEKMHOPCTYX] ?[0-9]{3} ?[АВЕКМНОРСТУХABEKMHOPCTYX]{2} ?[0-9]{2,3}(?: ?(?:rus|рус))?|[A-Z]{2}[0-9]{2} ?[A-Z]{3}",
    ),
    chance: 0.002,
    most: 6.5,
    // Each country has its own.
    least: 1.5,
  },
  suggest: pseudonymized("vehicle.plate"),
});
