import { resourceNames } from "./resource-names.ts";
import { stageNames } from "./stage-names.ts";

/** The languages of the interface. */
export type Locale = "en" | "ru";
export const locales = ["en", "ru"] as const satisfies readonly Locale[];

/** A text for people, in every language of the interface. Registries, errors and reports carry these. */
export type Text = Readonly<Record<Locale, string>>;

/** A text as parameters of a message that holds `{detail}`, and `{detailRu}` in Russian. */
export const detailOf = ({ en, ru }: Text): { readonly detail: string; readonly detailRu: string } => ({
  detail: en,
  detailRu: ru,
});

/** Places that hold an id, with what each is called. */
const names: ReadonlyMap<string, ReadonlyMap<string, Text>> = new Map([
  ["stage", stageNames],
  ["resource", resourceNames],
]);

/**
 * Fills `{name}` places of a text in a language, `{stage}` and `{resource}` with what that is called in it. A place without a value
 * stays visible, so that a mistake is seen.
 */
export function fillText(
  template: string,
  params: Readonly<Record<string, string | number>>,
  locale: Locale,
): string {
  const named = (name: string) => names.get(name)?.get(String(params[name]))?.[locale];
  return template.replace(
    /\{(\w+)\}/g,
    (place, name: string) => named(name) ?? String(params[name] ?? place),
  );
}
