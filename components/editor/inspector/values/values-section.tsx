"use client";

import { IconArrowMerge, IconSearch } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { TextField } from "../../../fields/text-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { formatNumber } from "../../../ui/format.ts";
import { useEditor } from "../../store/editor-context.tsx";
import type { ColumnPlace } from "../column/place.ts";
import classes from "../inspector.module.css";
import { Section } from "../section.tsx";
import { type ColumnValues, columnValues } from "./column-values.ts";
import { FacetLine } from "./facet-line.tsx";
import { LookButton } from "./look-button.tsx";
import { useSample } from "./use-sample.ts";
import styles from "./values.module.css";

const MergeDialog = dynamic(() => import("./merge-dialog.tsx"), { ssr: false });

/** Lines that a panel draws well; the filter finds the others. */
const mostLines = 100;

/** The values of a column by how often they are there, and what can be decided about each. */
export function ValuesSection({ place }: { place: ColumnPlace }) {
  const t = useTranslations("editor.inspect");
  const { seesRaw } = useEditor();
  const [isMerging, setMerging] = useState(false);
  const { table, column, facts } = place;
  const look = useSample(table.name);
  const found = look.sample?.preview;
  const values = useMemo(() => found && columnValues(found, column.name), [found, column.name]);
  const canMerge = facts.datatype === "string" && !facts.parent;
  return (
    <Section id="values" title={t("section.values")} isOpenAtFirst={false}>
      {look.mayLook ? null : <p className={classes.hint}>{t("valuesForbidden")}</p>}
      {found && !values ? <p className={classes.hint}>{t("valuesHidden")}</p> : null}
      {values ? <Facets place={place} values={values} /> : null}
      <LookButton look={look} />
      {canMerge ? (
        <>
          <Button
            variant="default"
            size="compact"
            leftSection={<IconArrowMerge size={14} />}
            style={{ justifySelf: "start" }}
            disabled={!seesRaw}
            onClick={() => setMerging(true)}
          >
            {t("findMerges")}
          </Button>
          {seesRaw ? null : <p className={classes.hint}>{t("mergesForbidden")}</p>}
        </>
      ) : null}
      {isMerging ? <MergeDialog place={place} close={() => setMerging(false)} /> : null}
    </Section>
  );
}

function Facets({ place, values }: { place: ColumnPlace; values: ColumnValues }) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale();
  const [filter, setFilter] = useState("");
  const fits = ({ value }: { readonly value: string }) => value.toLowerCase().includes(filter.toLowerCase());
  const refused = values.refused.filter(fits);
  const accepted = values.accepted.filter(fits);
  const most = Math.max(1, values.accepted[0]?.rows ?? 0, values.refused[0]?.rows ?? 0);
  const known = values.accepted.map(({ value }) => value);
  return (
    <div className={classes.group}>
      <p className={classes.hint}>
        {t("facetCounts", {
          distinct: formatNumber(values.accepted.length, locale),
          rows: formatNumber(values.rows, locale),
          empty: formatNumber(values.empty, locale),
        })}
      </p>
      <TextField
        isSmall
        value={filter}
        placeholder={t("filterValues")}
        aria-label={t("filterValues")}
        picture={<IconSearch size={14} />}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {refused.length > 0 ? (
        <>
          <h4 className={classes.subtitle}>{t("refusedValues")}</h4>
          <ul className={styles.facets}>
            {refused.slice(0, mostLines).map((one) => (
              <FacetLine key={one.value} place={place} count={one} most={most} known={known} isRefused />
            ))}
          </ul>
        </>
      ) : null}
      <ul className={styles.facets} aria-label={t("section.values")}>
        {accepted.slice(0, mostLines).map((one) => (
          <FacetLine key={one.value} place={place} count={one} most={most} known={known} isRefused={false} />
        ))}
      </ul>
      {accepted.length > mostLines ? (
        <p className={classes.hint}>{t("moreItems", { count: accepted.length - mostLines })}</p>
      ) : null}
    </div>
  );
}
