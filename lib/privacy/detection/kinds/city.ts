import { fakeNames } from "#lib/personal-data";
import { defineKind } from "../definition.ts";
import { placesOfBusiness } from "../other-names.ts";
import { dropped } from "../suggestions.ts";
import { isAmong } from "../value-tests.ts";

/** The largest cities, as both languages write them. */
const largeCities = [
  ...[
    "Москва",
    "Санкт-Петербург",
    "Новосибирск",
    "Екатеринбург",
    "Казань",
    "Нижний Новгород",
    "Челябинск",
    "Самара",
  ],
  ...[
    "Омск",
    "Ростов-на-Дону",
    "Уфа",
    "Красноярск",
    "Пермь",
    "Воронеж",
    "Волгоград",
    "Краснодар",
    "Саратов",
    "Тюмень",
  ],
  ...["Moscow", "London", "Paris", "Berlin", "New York", "Chicago", "Houston", "Madrid", "Boston", "Seattle"],
];

export const city = defineKind({
  id: "city",
  title: { en: "City", ru: "Город" },
  privacyClass: "quasi-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "city",
      "town",
      "gorod",
      "город",
      "населенный_пункт",
      "city_name",
      "birth_place",
      "birthplace",
      "место_рождения",
      "locality",
    ],
    against: ["id", "code", "count"],
    noPersons: placesOfBusiness,
  },
  isWords: true,
  values: {
    matches: isAmong([...fakeNames.en.city, ...fakeNames.ru.city, ...largeCities]),
    chance: 0.01,
    most: 5,
    least: 1,
    seen: 0.3,
  },
  suggest: dropped,
});
