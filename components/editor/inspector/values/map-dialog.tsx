"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../../ui/dialog.tsx";

/** What a value is written as instead. */
export function MapDialog({
  value,
  known,
  close,
  map,
}: {
  value: string;
  /** Values that are there: the likeliest targets. */
  known: readonly string[];
  close: () => void;
  map: (to: string) => void;
}) {
  const t = useTranslations("editor.inspect");
  const common = useTranslations("common");
  const id = useId();
  const [to, setTo] = useState(value);
  return (
    <Dialog isOpen close={close} title={t("mapTitle", { value })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (to !== value) map(to);
        }}
      >
        <TextField
          data-autofocus
          list={id}
          label={t("writtenAs")}
          value={to}
          autoComplete="off"
          maxLength={1000}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <datalist id={id}>
          {known.slice(0, 200).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <DialogButtons>
          <Button variant="default" onClick={close}>
            {common("cancel")}
          </Button>
          <Button type="submit" disabled={to === value}>
            {t("mapIt")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
