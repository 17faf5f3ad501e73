import {
  type Icon,
  IconArrowRight,
  IconBan,
  IconCircleCheck,
  IconEyeOff,
  IconSquareDashed,
} from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Locale } from "#lib/kernel";
import type { Cell, EntryExample, Outcome } from "#lib/reference";
import { Tag, type Tone } from "../ui/tag.tsx";
import classes from "./help.module.css";
import { HelpTable } from "./help-table.tsx";

const looks: Readonly<Record<Outcome, { readonly tone: Tone; readonly icon: Icon }>> = {
  empty: { tone: "idle", icon: IconSquareDashed },
  quarantine: { tone: "warn", icon: IconBan },
  "left-out": { tone: "idle", icon: IconEyeOff },
  "cast-failure": { tone: "warn", icon: IconBan },
  passes: { tone: "good", icon: IconCircleCheck },
  violated: { tone: "bad", icon: IconBan },
  holds: { tone: "good", icon: IconCircleCheck },
  fails: { tone: "bad", icon: IconBan },
  "not-comparable": { tone: "idle", icon: IconSquareDashed },
  suppressed: { tone: "warn", icon: IconEyeOff },
};

function OneCell({ cell }: { cell: Cell }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  if ("outcome" in cell) return <Tag {...looks[cell.outcome]}>{t(`outcome.${cell.outcome}`)}</Tag>;
  if ("words" in cell) return <span>{cell.words[locale]}</span>;
  return <code>{cell.text === "" ? t("emptyText") : shown(cell.text)}</code>;
}

function Cells({ cells, lines = false }: { cells: readonly Cell[]; lines?: boolean | undefined }) {
  return (
    <span className={lines ? classes.lines : classes.values}>
      {cells.map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: values of an example never move
        <OneCell key={at} cell={cell} />
      ))}
    </span>
  );
}

/** Blanks at the ends and control characters made visible, since rules are about them. */
const shown = (text: string): string =>
  text
    .replaceAll("\n", "⏎")
    .replaceAll("\t", "⇥")
    .replace(/^ +| +$/g, (blanks) => "␣".repeat(blanks.length));

/** Before and after, with the parameters that were given. */
export function ExampleTable({ examples }: { examples: readonly EntryExample[] }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  const haveParameters = examples.some(({ given }) => given !== undefined);
  const haveTypes = examples.some(({ datatype }) => datatype !== undefined);
  return (
    <HelpTable
      label={t("examples")}
      headers={[
        t("before"),
        t("after"),
        ...(haveParameters ? [t("with")] : []),
        ...(haveTypes ? [t("columnType")] : []),
      ]}
      rows={examples.map(({ given, datatype, before, after, note, lines }, at) => ({
        key: String(at),
        cells: [
          <Cells key="before" cells={before} lines={lines} />,
          <div key="after" className={classes.after}>
            <IconArrowRight size={14} aria-hidden />
            <div>
              <Cells cells={after} lines={lines} />
              {note ? <div className={classes.muted}>{note[locale]}</div> : null}
            </div>
          </div>,
          ...(haveParameters
            ? [
                <div key="with" className={classes.given}>
                  {given ? <code>{given}</code> : "–"}
                </div>,
              ]
            : []),
          ...(haveTypes ? [<code key="type">{datatype ?? "string"}</code>] : []),
        ],
      }))}
    />
  );
}
