import { always, definePolicyProfile } from "./definition.ts";

/** Which method of the order each technique is. Data, so that it can be corrected where practice reads the order otherwise. */
const methodOf = {
  pseudonymize: "identifiers",
  surrogate: "identifiers",
  fpe: "identifiers",
  identifier: "identifiers",
  drop: "semantics",
  redact: "semantics",
  null: "semantics",
  mask: "semantics",
  fake: "semantics",
  "redact-text": "semantics",
  "generalize-number": "semantics",
  "generalize-date": "semantics",
  "generalize-category": "semantics",
  "generalize-prefix": "semantics",
  "generalize-ip": "semantics",
  "generalize-geo": "semantics",
  round: "semantics",
  "top-bottom-code": "semantics",
  noise: "semantics",
  "date-shift": "semantics",
  shuffle: "shuffling",
} as const satisfies Readonly<Record<string, "identifiers" | "semantics" | "shuffling">>;

const named = Object.keys(methodOf);
/** These change figures or their order and leave a direct identifier readable. */
const figures = new Set(["round", "top-bottom-code", "noise", "date-shift", "shuffle"]);

/**
 * Only the four methods of the order's appendix 2 count for what identifies (official publication 0001202508010002);
 * encryption is none of them, since it is meant to be undone.
 */
export const federalLaw152 = definePolicyProfile({
  id: "152-fz",
  title: { en: "Russia, 152-FZ", ru: "152-ФЗ" },
  summary: {
    en: "Only methods of Roskomnadzor's order 140 of 19.06.2025 (in force from 01.09.2025); each technique names its method.",
    ru: "Только методы приказа Роскомнадзора от 19.06.2025 № 140 (действует с 01.09.2025); у каждого приёма указан метод.",
  },
  sources: [
    {
      title: "Федеральный закон от 27.07.2006 № 152-ФЗ, ст. 3, 13.1",
      href: "http://pravo.gov.ru/proxy/ips/?docbody=&nd=102108261",
    },
    {
      title: "Приказ Роскомнадзора от 19.06.2025 № 140",
      href: "http://publication.pravo.gov.ru/document/0001202508010002",
    },
  ],
  allows: {
    "direct-identifier": always(...named.filter((technique) => !figures.has(technique))),
    "quasi-identifier": always(...named, "keep"),
    sensitive: always(...named, "keep"),
    insensitive: "any",
  },
  methods: {
    all: [
      {
        id: "identifiers",
        label: { en: "introduction of identifiers", ru: "введение идентификаторов" },
      },
      {
        id: "semantics",
        label: { en: "change of composition or semantics", ru: "изменение состава или семантики" },
      },
      { id: "decomposition", label: { en: "decomposition", ru: "декомпозиция" } },
      { id: "shuffling", label: { en: "shuffling", ru: "перемешивание" } },
    ],
    of: methodOf,
  },
});
