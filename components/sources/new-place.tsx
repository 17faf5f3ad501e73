"use client";

import type { PlaceTest } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import type { PlaceRole } from "./kinds.ts";
import { type PlaceDraft, PlaceForm } from "./place-form.tsx";

export function NewPlace({
  of: role,
  create,
  test,
}: {
  of: PlaceRole;
  create: Action<PlaceDraft, { name: string }>;
  test: Action<Omit<PlaceDraft, "title">, PlaceTest>;
}) {
  return <PlaceForm of={role} save={create} test={test} />;
}
