export { canonicalEmail, canonicalPhone } from "./canonical-forms.ts";
export { isCard, isIban, isInn, isOgrn, isOgrnip, isSnils } from "./check-digits.ts";
export { fakeNames } from "./fake/fake-names.ts";
export { cardPattern, emailPattern, namePattern, phonePattern, type TextPattern } from "./patterns.ts";
