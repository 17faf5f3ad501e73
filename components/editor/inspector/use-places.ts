import { useEffect, useMemo, useRef, useState } from "react";
import type { PlaceView, ReadableSource, SourceTable } from "#lib/contracts";
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

/** An answer to a question that is asked once a visit; nothing while it is loading or is not given. */
function useAsked<T>(key: string, ask: () => Promise<T | undefined>): T | undefined {
  const [found, setFound] = useState<T>();
  const asking = useRef(ask);
  useEffect(() => {
    let isWanted = true;
    void once(key, () => asking.current()).then((answer) => {
      if (isWanted && answer !== undefined) setFound(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [key]);
  return found;
}

/** Sources and versions of modules that a document may read; none while they are loading or may not be seen: names can be typed all the same. */
export function useReadableSources(): readonly ReadableSource[] {
  const { actions } = useEditor();
  const ask = async () => {
    const answer = await actions.listReadableSources({});
    return answer.ok ? answer.value : undefined;
  };
  return useAsked("sources", ask) ?? noSources;
}

/** Stores that are in use. */
export function useStores(): readonly PlaceView[] {
  const { actions } = useEditor();
  const ask = async () => {
    const answer = await actions.listStores({});
    return answer.ok ? answer.value.filter(({ archivedAt }) => archivedAt === undefined) : undefined;
  };
  return useAsked("stores", ask) ?? noStores;
}

const noSources: readonly ReadableSource[] = [];
const noStores: readonly PlaceView[] = [];

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
