"use client";

import { IconEye } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ArtefactValues, isValueReference } from "#lib/contracts";
import { referencePlaces } from "#lib/metadata";
import { DataTable } from "../ui/data-table.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { EmptyState } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";
import type { ModuleActions } from "./module-actions.ts";
import { namesAt } from "./names-at.ts";

/** Where a draft refers to kept values and how many there are; the values themselves only when somebody asks, who may. */
export function KeptValues({
  module,
  document,
  readArtefact,
}: {
  module: string;
  document: unknown;
  readArtefact: ModuleActions["readArtefact"] | undefined;
}) {
  const t = useTranslations("modules");
  const places = referencePlaces(document).flatMap(({ path, kind, value }) =>
    isValueReference(value) ? [{ ...value, id: path.join("/"), where: namesAt(document, path), kind }] : [],
  );
  if (places.length === 0) return <EmptyState title={t("noKeptValues")} text={t("noKeptValuesText")} />;
  return (
    <DataTable
      label={t("keptValues")}
      rows={places}
      rowKey={({ id }) => id}
      columns={[
        { id: "where", header: t("where"), cell: ({ where }) => <code>{where}</code> },
        { id: "rule", header: t("rule"), cell: ({ kind }) => kind.split("/")[1] ?? t("constant") },
        { id: "count", header: t("valueCount"), align: "number", cell: ({ count }) => count },
        ...(readArtefact
          ? [
              {
                id: "look",
                header: "",
                width: 52,
                cell: (place: (typeof places)[number]) => (
                  <Look module={module} place={place} readArtefact={readArtefact} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

/** One look, written to the audit. The answer is gone with the dialog. */
function Look({
  module,
  place,
  readArtefact,
}: {
  module: string;
  place: { readonly artefact: string; readonly where: string };
  readArtefact: ModuleActions["readArtefact"];
}) {
  const t = useTranslations("modules");
  const [answer, setAnswer] = useState<ArtefactValues>();
  const looking = useAction(readArtefact, { done: setAnswer, quiet: true });
  const isOpen = answer !== undefined || looking.error !== undefined;
  const close = () => {
    setAnswer(undefined);
    looking.clear();
  };
  return (
    <>
      <IconButton
        size={28}
        label={t("lookAt", { where: place.where })}
        disabled={looking.isBusy}
        aria-busy={looking.isBusy || undefined}
        onClick={() => looking.run({ module, artefact: place.artefact })}
      >
        <IconEye size={16} />
      </IconButton>
      <Dialog isOpen={isOpen} close={close} title={place.where}>
        {looking.error ? <ErrorState error={looking.error} /> : null}
        {answer ? (
          <DataTable
            label={place.where}
            height={420}
            rows={rowsOf(answer.value).map((cells, index) => ({ cells, id: String(index) }))}
            rowKey={({ id }) => id}
            columns={[
              {
                id: "value",
                header: t("values"),
                cell: ({ cells }) => <code style={{ whiteSpace: "pre-wrap" }}>{cells.join(" → ")}</code>,
              },
            ]}
          />
        ) : null}
      </Dialog>
    </>
  );
}

/** A value, or a list of values or of rows of values, a line each. */
const rowsOf = (value: ArtefactValues["value"]): readonly string[][] =>
  (Array.isArray(value) ? value : [value]).map((one) => (Array.isArray(one) ? one : [one]).map(String));
