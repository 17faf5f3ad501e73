"use client";

import type { PlaceTest, PlaceView } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import type { PlaceKind, PlaceRole } from "./kinds.ts";
import { type PlaceDraft, PlaceForm } from "./place-form.tsx";

/** Changes to a source or store: its name and kind stay, secrets left empty stay. */
export function ChangePlace({
  of: role,
  kinds,
  place,
  update,
  test,
}: {
  of: PlaceRole;
  kinds: readonly PlaceKind[];
  place: PlaceView;
  update: Action<{ name: string; title?: string; config?: Record<string, unknown> }, { name: string }>;
  test: Action<Omit<PlaceDraft, "title">, PlaceTest>;
}) {
  return (
    <PlaceForm
      of={role}
      kinds={kinds}
      place={place}
      save={({ name, title, config }) => update({ name, title, config })}
      test={test}
    />
  );
}
