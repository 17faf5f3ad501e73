import type { z } from "zod";
import type { Text } from "#lib/kernel";
import { sourceDefinitions } from "#lib/sources";
import { storeDefinitions } from "#lib/stores";

/** What a form needs to know of a kind of source or store. */
export interface PlaceKind {
  readonly id: string;
  readonly title: Text;
  readonly summary: Text;
  readonly config: z.core.$ZodType;
}

export type PlaceRole = "source" | "store";

const kinds: Readonly<Record<PlaceRole, readonly PlaceKind[]>> = {
  source: sourceDefinitions,
  store: storeDefinitions,
};

export const kindsOf = (role: PlaceRole): readonly PlaceKind[] => kinds[role];

export const findKind = (role: PlaceRole, id: string): PlaceKind | undefined =>
  kinds[role].find((one) => one.id === id);
