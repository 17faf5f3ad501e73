/** How values of a shared linkage domain are written before they are keyed, so that one person has one pseudonym. */
export type DomainForm = "phone" | "email" | "number" | "name";

/** Forms by the domain's last word: `person.phone`, `patient.phone` and `phone` alike. */
const forms: Readonly<Record<string, DomainForm>> = {
  phone: "phone",
  email: "email",
  inn: "number",
  snils: "number",
  ogrn: "number",
  ogrnip: "number",
  passport: "number",
  oms: "number",
  card: "number",
  iban: "number",
  ssn: "number",
  name: "name",
};

/** The form of a domain that modules share; a module's own domains keep their values' own form. */
export function domainForm(domain: string): DomainForm | undefined {
  if (domain.includes("/")) return undefined;
  const word = domain.slice(domain.lastIndexOf(".") + 1);
  return Object.hasOwn(forms, word) ? forms[word] : undefined;
}
