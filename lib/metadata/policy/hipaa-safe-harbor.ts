import { columnTypeNames } from "#lib/contracts";
import { type Allowance, always, definePolicyProfile } from "./definition.ts";

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
    sensitive: [...removed, ...coarsened, ...except("keep", "column-script")],
    insensitive: "any",
  },
  identifiers: [
    { code: "A", label: label("Names", "Имена") },
    { code: "B", label: label("Places smaller than a state", "Места мельче штата") },
    {
      code: "C",
      label: label("Dates but for the year; ages over 89", "Даты, кроме года; возраст старше 89"),
    },
    { code: "D", label: label("Telephone numbers", "Номера телефонов") },
    { code: "E", label: label("Fax numbers", "Номера факсов") },
    { code: "F", label: label("E-mail addresses", "Адреса электронной почты") },
    { code: "G", label: label("Social security numbers", "Номера социального страхования") },
    { code: "H", label: label("Medical record numbers", "Номера медицинских карт") },
    { code: "I", label: label("Health plan beneficiary numbers", "Номера медицинской страховки") },
    { code: "J", label: label("Account numbers", "Номера счетов") },
    { code: "K", label: label("Certificate and licence numbers", "Номера удостоверений и лицензий") },
    { code: "L", label: label("Vehicles and licence plates", "Транспорт и регистрационные знаки") },
    {
      code: "M",
      label: label("Device identifiers and serial numbers", "Идентификаторы и серийные номера устройств"),
    },
    { code: "N", label: label("Web addresses", "Веб-адреса") },
    { code: "O", label: label("IP addresses", "IP-адреса") },
    { code: "P", label: label("Biometric identifiers", "Биометрические данные") },
    { code: "Q", label: label("Full-face photographs", "Фотографии лица") },
    {
      code: "R",
      label: label(
        "Any other unique number, characteristic or code",
        "Любой иной уникальный номер, признак или код",
      ),
    },
  ],
});
