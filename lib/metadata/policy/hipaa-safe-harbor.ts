import { columnTypeNames } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { type Allowance, always, definePolicyProfile, type LegalIdentifier } from "./definition.ts";

const moments = new Set(["date", "timestamp", "timestamp(tz)"]);
const noMoments = columnTypeNames.filter((type) => !moments.has(type));
const except = (...techniques: readonly string[]) =>
  techniques.map((technique) => ({ technique, types: noMoments }));

/** Parts and derivatives of identifiers are identifiers: neither masks nor keyed hashes of them pass (164.514(c)). */
const removed = always("drop", "redact", "null", "surrogate");
const coarsened: readonly Allowance[] = [
  { technique: "generalize-date", with: { unit: ["year", "decade"] } },
  { technique: "generalize-prefix", with: { preset: ["us-zip3"] } },
  ...except("generalize-number", "generalize-category", "round", "top-bottom-code", "noise", "shuffle"),
];

const label = (en: string, ru: string) => ({ en, ru });
const named = (code: string, text: Text, ...kinds: readonly string[]): LegalIdentifier => ({
  code,
  label: text,
  kinds,
});

export const hipaaSafeHarbor = definePolicyProfile({
  id: "hipaa-safe-harbor",
  title: { en: "HIPAA Safe Harbor", ru: "HIPAA Safe Harbor" },
  summary: {
    en: "The 18 identifiers are removed or numbered anew; of dates the year stays, of ZIP codes three digits, of ages over 89 the group.",
    ru: "18 идентификаторов удаляются или нумеруются заново; от дат остаётся год, от почтовых индексов три цифры, от возраста старше 89 — группа.",
  },
  sources: [
    {
      title: "45 CFR 164.514(b)(2)",
      href: "https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-E/section-164.514",
    },
  ],
  allows: {
    "direct-identifier": [...removed, { technique: "generalize-prefix", with: { preset: ["us-zip3"] } }],
    "quasi-identifier": [...removed, ...coarsened, ...except("keep")],
    sensitive: [...removed, ...coarsened, ...except("keep", "column-script", "python-script")],
    insensitive: "any",
  },
  identifiers: [
    named("A", label("Names", "Имена"), "first-name", "last-name", "patronymic", "full-name"),
    named(
      "B",
      label("Places smaller than a state", "Места мельче штата"),
      "address",
      "city",
      "postal-code",
      "coordinates",
    ),
    named(
      "C",
      label("Dates but for the year; ages over 89", "Даты, кроме года; возраст старше 89"),
      "birth-date",
      "age",
    ),
    named("D", label("Telephone numbers", "Номера телефонов"), "phone"),
    // A fax number looks like any telephone number.
    named("E", label("Fax numbers", "Номера факсов"), "phone"),
    named("F", label("E-mail addresses", "Адреса электронной почты"), "email"),
    named("G", label("Social security numbers", "Номера социального страхования"), "ssn", "snils"),
    named("H", label("Medical record numbers", "Номера медицинских карт")),
    named("I", label("Health plan beneficiary numbers", "Номера медицинской страховки"), "oms"),
    named("J", label("Account numbers", "Номера счетов"), "bank-account", "iban", "card"),
    named(
      "K",
      label("Certificate and licence numbers", "Номера удостоверений и лицензий"),
      "driver-licence",
      "passport-ru",
      "passport-foreign",
    ),
    named(
      "L",
      label("Vehicles and licence plates", "Транспорт и регистрационные знаки"),
      "vin",
      "licence-plate",
    ),
    named(
      "M",
      label("Device identifiers and serial numbers", "Идентификаторы и серийные номера устройств"),
      "device-id",
      "imei",
      "mac",
    ),
    named("N", label("Web addresses", "Веб-адреса"), "url"),
    named("O", label("IP addresses", "IP-адреса"), "ip"),
    named("P", label("Biometric identifiers", "Биометрические данные")),
    named("Q", label("Full-face photographs", "Фотографии лица")),
    named(
      "R",
      label(
        "Any other unique number, characteristic or code",
        "Любой иной уникальный номер, признак или код",
      ),
      "user-name",
      "inn",
      "ogrnip",
      "secret",
    ),
  ],
});
