"use client";

import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Locale, Text } from "#lib/kernel";
import { readArxHierarchy, writeArxHierarchy } from "#lib/privacy";
import { FileButton } from "../../../fields/file-button.tsx";
import { Button } from "../../../ui/button.tsx";
import classes from "./hierarchies.module.css";
import type { Row } from "./value-rows.ts";

/** More than any list of values; a file of another kind is refused before it is read. */
const mostBytes = 20_000_000;

const tooLarge: Text = {
  en: "The file is larger than 20 MB.",
  ru: "Файл больше 20 МБ.",
};

/** Hierarchy files of ARX, in and out. What is read stays in this browser until it is part of the draft. */
export function ArxButtons({
  name,
  rows,
  take,
}: {
  name: string;
  rows: readonly Row[];
  take: ((rows: readonly Row[]) => void) | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const [problem, setProblem] = useState<Text>();
  const read = async (file: File) => {
    if (file.size > mostBytes) {
      setProblem(tooLarge);
      return;
    }
    const answer = readArxHierarchy(await file.text());
    setProblem(answer.ok ? undefined : answer.error);
    if (answer.ok) take?.(answer.value);
  };
  const save = () => {
    const address = URL.createObjectURL(
      new Blob([writeArxHierarchy(rows)], { type: "text/csv;charset=utf-8" }),
    );
    const link = document.createElement("a");
    link.href = address;
    link.download = `${name}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <>
      <div className={classes.tools}>
        {take ? (
          <FileButton
            accept=".csv,.txt,text/csv"
            leftSection={<IconUpload size={14} />}
            onChoose={(file) => void read(file)}
          >
            {t("importArx")}
          </FileButton>
        ) : null}
        <Button
          variant="default"
          leftSection={<IconDownload size={14} />}
          disabled={rows.length === 0}
          onClick={save}
        >
          {t("exportArx")}
        </Button>
      </div>
      {problem ? (
        <p className={classes.error} role="alert">
          {problem[locale]}
        </p>
      ) : null}
    </>
  );
}
