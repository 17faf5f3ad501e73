import { textDetectors } from "#lib/personal-data";
import { sql } from "#lib/sql";
import { defineKind } from "../definition.ts";
import { faked } from "../suggestions.ts";
import { contains } from "../value-tests.ts";

export const address = defineKind({
  id: "address",
  title: { en: "Postal address", ru: "Почтовый адрес" },
  privacyClass: "direct-identifier",
  accepts: ["string"],
  names: {
    strong: [
      "address",
      "addr",
      "street",
      "adres",
      "adress",
      "адрес",
      "улица",
      "ulica",
      "street_address",
      "address_line",
      "delivery_address",
      "домашний_адрес",
      "место_жительства",
      "проживания",
      "прописка",
      "registration_address",
    ],
    weak: ["location"],
    against: ["ip", "mac", "email", "e_mail", "url", "wallet", "id", "type", "web"],
  },
  values: {
    matches: sql`(${contains(textDetectors.address.pattern)} or ${contains("(?i)(?:^|[ ,])(?:ул|улица|пр-т|просп|пер|д|кв|дом)\\.? ?[\\p{L}0-9]+.*[0-9]|^[0-9]+ [A-Za-z .]+ (?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Blvd)")})`,
    chance: 0.005,
    most: 7,
  },
  suggest: faked("street"),
});
