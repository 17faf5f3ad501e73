export { canonicalEmail, canonicalPhone } from "./canonical-forms.ts";
export { isCard, isIban, isInn, isOgrn, isOgrnip, isSnils } from "./check-digits.ts";
export { type DomainForm, domainForm } from "./domain-forms.ts";
export { fakeNames } from "./fake/fake-names.ts";
export { knownFirstNames } from "./fake/known-first-names.ts";
export type { FakeLists, FakeLocale } from "./fake/read-faker.ts";
export {
  compactOf,
  type NumberFormat,
  type NumberPlace,
  numberFormats,
  rankOf,
  respelled,
  symbolsOf,
} from "./identifiers/index.ts";
export { internationalNumber, type NumberingPlan, numberingPlans } from "./numbering-plans.ts";
export type { TextPattern } from "./patterns.ts";
export { russianInLatin } from "./russian-in-latin.ts";
export { type TextDetectorName, textDetectorNames, textDetectors } from "./text-detectors.ts";
export { replacerOf } from "./text-replacer.ts";
