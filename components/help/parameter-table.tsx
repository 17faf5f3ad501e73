import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import type { EntryParameter } from "#lib/reference";
import classes from "./help.module.css";
import { HelpTable } from "./help-table.tsx";
import { Parts } from "./parts.tsx";

/** What a rule takes: name, meaning, type, what it is unless said. */
export function ParameterTable({ parameters }: { parameters: readonly EntryParameter[] }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  return (
    <HelpTable
      label={t("parameters")}
      headers={[t("name"), t("meaning"), t("type"), t("standard")]}
      rows={parameters.map(({ name, label, help, type, limits, standard, isRequired }) => ({
        key: name,
        cells: [
          <code key="name" className={classes.name}>
            {name}
          </code>,
          <div key="meaning">
            {label[locale]}
            {help ? <div className={classes.muted}>{help[locale]}</div> : null}
          </div>,
          <div key="type">
            <Parts parts={type} />
            {limits ? <div className={classes.muted}>{limits}</div> : null}
          </div>,
          standard ? <code key="standard">{standard}</code> : isRequired ? t("required") : t("optional"),
        ],
      }))}
    />
  );
}
