"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useState } from "react";
import { dataNameSchema } from "#lib/contracts";
import { TextField } from "../../fields/text-field.tsx";

/** A name, taken over when it is finished: on the way it could be that of a neighbour, and references would follow it. */
export function NameEdit({
  label,
  help,
  name,
  taken,
  rename,
  isDisabled,
  error,
}: {
  label: string;
  help?: string;
  name: string;
  /** Names of the neighbours. */
  taken: readonly string[];
  rename: (name: string) => void;
  isDisabled: boolean;
  error?: string | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  const isTaken = typed !== name && taken.includes(typed);
  const isWrong = !dataNameSchema.safeParse(typed).success;
  const problem = isTaken ? t("nameTaken") : isWrong ? t("nameWrong") : error;
  const finish = () => {
    if (typed === name) return;
    if (isTaken || isWrong) setTyped(name);
    else rename(typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") finish();
    else if (event.key === "Escape" && typed !== name) {
      event.stopPropagation();
      setTyped(name);
    }
  };
  return (
    <TextField
      label={label}
      description={typed === name ? undefined : help}
      value={typed}
      disabled={isDisabled}
      error={problem}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={onKeyDown}
    />
  );
}
