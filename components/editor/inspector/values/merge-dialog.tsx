"use client";

import { useTranslations } from "next-intl";
import { useEnvironment } from "../../../environments/use-environment.ts";
import { MergeSearch } from "../../../modules/merge-search.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import type { ColumnPlace } from "../column/place.ts";

/** Values of a column that look like one, found and put together on the server, where they stay encrypted. */
export default function MergeDialog({ place, close }: { place: ColumnPlace; close: () => void }) {
  const t = useTranslations("editor.inspect");
  const { name, actions, flush, refresh, latestEtag } = useEditor();
  const [environment] = useEnvironment();
  return (
    <Dialog isOpen close={close} title={t("mergesOf", { column: place.where })} width={900}>
      <MergeSearch
        module={name}
        environment={environment}
        table={place.table.name}
        column={place.column.name}
        actions={actions}
        etag={async () => ((await flush()) ? latestEtag() : undefined)}
        saved={() => {
          void refresh();
          close();
        }}
      />
    </Dialog>
  );
}
