import { useEffect, useState } from "react";
import { readDraft } from "#lib/drafting";
import { useEditor } from "../../store/editor-context.tsx";

type Published =
  | { readonly state: "asking" | "failed" }
  | { readonly state: "done"; readonly script: string; readonly revision?: number };

/** A table's script in the revision of the newest version; where nothing is published yet, in the newest revision. */
export function usePublishedScript(
  table: string,
  use: "extraction" | "transformation",
  isWanted: boolean,
): Published {
  const { module, name, actions } = useEditor();
  const [found, setFound] = useState<Published>({ state: "asking" });
  const revision = module.versions[0]?.revision ?? module.revisions[0]?.number;
  useEffect(() => {
    if (!isWanted) return;
    if (revision === undefined) {
      setFound({ state: "done", script: "" });
      return;
    }
    let isHere = true;
    const ask = async () => {
      const answer = await actions.getRevision({ module: name, revision }).catch(() => undefined);
      if (!isHere) return;
      if (!answer?.ok) {
        setFound({ state: "failed" });
        return;
      }
      // A revision is JSON by its column; its view calls it unknown.
      const document = answer.value.document as Parameters<typeof readDraft>[0];
      const known = readDraft(document).tables.find((one) => one.name === table);
      const script = use === "extraction" ? known?.extraction : known?.transformation;
      setFound({ state: "done", script: script ?? "", revision });
    };
    void ask();
    return () => {
      isHere = false;
    };
  }, [actions, isWanted, name, revision, table, use]);
  return found;
}
