"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { privacyClassSchema } from "#lib/contracts";
import { removeColumns, setMember } from "#lib/drafting";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { Dialog, DialogButtons } from "../../../ui/dialog.tsx";
import { PrivacyClassTag } from "../../../ui/privacy-class-tag.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { typesFor } from "../grid/edited-cell.tsx";
import { doFitting, type Outcome } from "../model/edits.ts";
import { fitsClass, fitsRemoval, fitsType } from "../model/fits.ts";
import type { ColumnRow } from "../model/rows.ts";
import { AnonymizerPicker } from "./anonymizer-picker.tsx";
import classes from "./bulk-bar.module.css";
import { CleansePicker } from "./cleanse-picker.tsx";

const deeds = ["class", "anonymize", "cleanse", "nulls", "retype", "describe"] as const;
type Deed = (typeof deeds)[number];

/** What is done with all selected rows at once: for those that it fits, and the others are told with the reason. */
export function BulkBar({
  rows,
  done,
  accept,
  clear,
}: {
  rows: readonly ColumnRow[];
  done: (outcome: Outcome) => void;
  /** Accepts the suggestions for them, where there are any. */
  accept: (() => void) | undefined;
  clear: () => void;
}) {
  const t = useTranslations("editor.grid");
  const { draft, mayEdit } = useEditor();
  const [deed, setDeed] = useState<Deed>();
  const end = () => setDeed(undefined);
  return (
    <>
      <span className={classes.count} role="status">
        {t("selectedCount", { count: rows.length })}
      </span>
      {mayEdit ? (
        <>
          {accept ? (
            <Button size="compact" onClick={accept}>
              {t("acceptSelected")}
            </Button>
          ) : null}
          {deeds.map((one) => (
            <Button key={one} variant="default" size="compact" onClick={() => setDeed(one)}>
              {t(`bulk.${one}`)}
            </Button>
          ))}
          <Button
            variant="default"
            color="red"
            size="compact"
            onClick={() => done(doFitting(rows, (row) => fitsRemoval(draft, row), removeColumns))}
          >
            {t("bulk.exclude")}
          </Button>
        </>
      ) : null}
      <Button variant="subtle" color="gray" size="compact" onClick={clear}>
        {t("clearSelection")}
      </Button>
      {deed === "anonymize" ? (
        <AnonymizerPicker rows={rows} suggestion={undefined} done={done} close={end} />
      ) : null}
      {deed === "cleanse" || deed === "nulls" ? (
        <CleansePicker rows={rows} isNulls={deed === "nulls"} done={done} close={end} />
      ) : null}
      {deed === "class" || deed === "retype" ? (
        <ChoiceDialog kind={deed} rows={rows} done={done} close={end} />
      ) : null}
      {deed === "describe" ? <DescribeDialog rows={rows} done={done} close={end} /> : null}
    </>
  );
}

interface Asked {
  readonly rows: readonly ColumnRow[];
  readonly done: (outcome: Outcome) => void;
  readonly close: () => void;
}

/** A class or a type for all of them. */
function ChoiceDialog({ kind, rows, done, close }: Asked & { kind: "class" | "retype" }) {
  const t = useTranslations("editor.grid");
  const common = useTranslations("common");
  const end = (outcome: Outcome) => {
    close();
    done(outcome);
  };
  if (kind === "class")
    return (
      <Dialog isOpen close={close} title={t("classMany", { count: rows.length })}>
        <div className={classes.choices}>
          {privacyClassSchema.options.map((value) => (
            <Button
              key={value}
              variant="default"
              onClick={() =>
                end(doFitting(rows, fitsClass, (fitting) => setMember(fitting, "privacyClass", value)))
              }
            >
              <PrivacyClassTag value={value} isPictureOnly />
              {common(`privacyClass.${value}`)}
            </Button>
          ))}
        </div>
      </Dialog>
    );
  return (
    <Dialog isOpen close={close} title={t("retypeMany", { count: rows.length })}>
      <div className={classes.type}>
        <Combobox
          label={t("column.type")}
          options={typesFor("")}
          find={typesFor}
          cancel={close}
          choose={(value) =>
            end(doFitting(rows, fitsType, (fitting) => setMember(fitting, "datatype", value)))
          }
        />
      </div>
    </Dialog>
  );
}

function DescribeDialog({ rows, done, close }: Asked) {
  const t = useTranslations("editor.grid");
  const [text, setText] = useState("");
  return (
    <Dialog isOpen close={close} title={t("describeMany", { count: rows.length })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close();
          done(
            doFitting(
              rows,
              () => undefined,
              (fitting) => setMember(fitting, "description", text.trim() === "" ? undefined : text.trim()),
            ),
          );
        }}
      >
        <TextField
          label={t("column.description")}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <DialogButtons>
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit">{t("apply")}</Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
