import { useEffect, useMemo, useState } from "react";
import type { PlaceView, SourceTable } from "#lib/contracts";
import { useEditor } from "../store/editor-context.tsx";

/** What the workspace has been asked for on this visit: sources and their tables change rarely, questions are not free. */
const asked = new Map<string, Promise<unknown>>();

function once<T>(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  const known = asked.get(key);
  // The key names the question, and so the type of its answer.
  if (known) return known as Promise<T | undefined>;
  const answer = ask().catch(() => undefined);
  asked.set(key, answer);
  void answer.then((value) => {
    // What failed is asked again.
    if (value === undefined) asked.delete(key);
  });
  return answer;
}

/** Sources or stores that are in use; none while they are loading or may not be seen: names can be typed all the same. */
export function usePlaces(kind: "sources" | "stores"): readonly PlaceView[] {
  const { actions } = useEditor();
  const [places, setPlaces] = useState<readonly PlaceView[]>([]);
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const answer = await (kind === "sources" ? actions.listSources({}) : actions.listStores({}));
      return answer.ok ? answer.value.filter(({ archivedAt }) => archivedAt === undefined) : undefined;
    };
    void once(kind, ask).then((found) => {
      if (isWanted && found) setPlaces(found);
    });
    return () => {
      isWanted = false;
    };
  }, [actions, kind]);
  return places;
}

/** Tables of a workspace source with their columns, asked of the source once `isWanted`. */
export function useSourceTables(ref: string | undefined, isWanted: boolean): readonly SourceTable[] {
  const { actions } = useEditor();
  const [found, setFound] = useState<{ ref: string; tables: readonly SourceTable[] }>();
  useEffect(() => {
    if (!ref || !isWanted) return;
    let isHere = true;
    const ask = async () => {
      const answer = await actions.introspectSource({ name: ref });
      return answer.ok ? answer.value.tables : undefined;
    };
    void once(`tables of ${ref}`, ask).then((tables) => {
      if (isHere && tables) setFound({ ref, tables });
    });
    return () => {
      isHere = false;
    };
  }, [actions, ref, isWanted]);
  return useMemo(() => (found && found.ref === ref ? found.tables : []), [found, ref]);
}
