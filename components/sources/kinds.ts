import type { z } from "zod";
import type { Locale, Text } from "#lib/kernel";
import { sourceDefinitions } from "#lib/sources";
import { storeDefinitions } from "#lib/stores";
import type { Field } from "../fields/field-kinds.ts";
import { readFields } from "../fields/read-fields.ts";

export type PlaceRole = "source" | "store";

/** What a page needs to know of a kind of source or store: words and inputs, so that no schema travels to the browser. */
export interface PlaceKind {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly fields: readonly Field[];
  /** A source whose server has roles that read. */
  readonly hasRoles: boolean;
}

interface Definition {
  readonly id: string;
  readonly title: Text;
  readonly summary: Text;
  readonly config: z.core.$ZodType;
  readonly hasRoles?: boolean;
}

const definitions: Readonly<Record<PlaceRole, readonly Definition[]>> = {
  source: sourceDefinitions,
  store: storeDefinitions,
};

/** The same in words alone. */
export type KindTitle = Pick<PlaceKind, "id" | "title">;

/** The kinds there are, in words; for pages on the server. */
export const kindTitles = (role: PlaceRole, locale: Locale): readonly KindTitle[] =>
  definitions[role].map(({ id, title }) => ({ id, title: title[locale] }));

/** The kinds there are; for pages on the server. */
export const placeKinds = (role: PlaceRole, locale: Locale): readonly PlaceKind[] =>
  definitions[role].map((one) => ({
    id: one.id,
    title: one.title[locale],
    summary: one.summary[locale],
    fields: readFields(one.config, locale),
    hasRoles: one.hasRoles ?? false,
  }));
