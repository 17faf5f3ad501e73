"use client";

import type { PlaceTest } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import type { PlaceKind, PlaceRole } from "./kinds.ts";
import { type PlaceDraft, PlaceForm } from "./place-form.tsx";

export function NewPlace({
  of: role,
  kinds,
  create,
  test,
}: {
  of: PlaceRole;
  kinds: readonly PlaceKind[];
  create: Action<PlaceDraft, { name: string }>;
  test: Action<Omit<PlaceDraft, "title">, PlaceTest>;
}) {
  return <PlaceForm of={role} kinds={kinds} save={create} test={test} />;
}
