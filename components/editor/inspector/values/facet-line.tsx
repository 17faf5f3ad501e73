"use client";

import { IconArrowRight, IconBan, IconDots, IconSquareDashed } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { can } from "#lib/access";
import { addNullToken, disallowValue, hasAllowedValues, mapValue } from "#lib/drafting";
import { formatNumber } from "../../../ui/format.ts";
import { Menu } from "../../../ui/menu.tsx";
import { notify } from "../../../ui/notices.ts";
import { useEditor } from "../../store/editor-context.tsx";
import type { ColumnPlace } from "../column/place.ts";
import type { ValueCount } from "./column-values.ts";
import { MapDialog } from "./map-dialog.tsx";
import styles from "./values.module.css";

/** One value, how many sampled rows have it, and what can be decided about it by who sees it. */
export function FacetLine({
  place,
  count,
  most,
  known,
  isRefused,
}: {
  place: ColumnPlace;
  count: ValueCount;
  most: number;
  known: readonly string[];
  isRefused: boolean;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale();
  const { edit, mayEdit, role, flush, refresh, actions, name, latestEtag } = useEditor();
  const [isMapping, setMapping] = useState(false);
  const { table, column, facts } = place;
  const { value, rows } = count;
  const at = { table: table.name, column: column.name, value, isUnparsed: isRefused };
  const isText = facts.datatype === "string";
  const canMap = (isText || isRefused) && !facts.parent;
  // A database administrator changes no draft but by merging values.
  const mayMerge = !mayEdit && can(role, "values:merge") && isText && canMap;
  const map = async (to: string) => {
    setMapping(false);
    if (mayEdit) {
      edit(mapValue(at, to));
      return;
    }
    await flush();
    const answer = await actions.saveMerges({
      module: name,
      etag: latestEtag(),
      table: table.name,
      column: column.name,
      clusters: [{ to, from: [value] }],
    });
    if (answer.ok) await refresh();
    else {
      const { errorSentence } = await import("../../../ui/error-words.tsx");
      notify(errorSentence(answer.error, locale === "ru" ? "ru" : "en"), "bad");
    }
  };
  const items = [
    ...(canMap && (mayEdit || mayMerge)
      ? [{ id: "map", text: t("mapTo"), icon: <IconArrowRight size={15} />, choose: () => setMapping(true) }]
      : []),
    ...(mayEdit && canMap
      ? [
          {
            id: "token",
            text: t("makeToken"),
            icon: <IconSquareDashed size={15} />,
            choose: () => edit(addNullToken(at)),
          },
        ]
      : []),
    ...(mayEdit && !isRefused && hasAllowedValues(column.json)
      ? [
          {
            id: "refuse",
            text: t("disallow"),
            icon: <IconBan size={15} />,
            choose: () => edit(disallowValue(at)),
          },
        ]
      : []),
  ];
  return (
    <li className={styles.facet}>
      <span className={styles.facetValue} title={value}>
        {value === "" ? t("emptyText") : value}
      </span>
      <span aria-hidden>
        <span
          className={`${styles.facetBar} ${isRefused ? styles.refusedBar : ""}`}
          style={{ display: "block", width: `${(rows / most) * 100}%` }}
        />
      </span>
      <span className={styles.facetRows}>{formatNumber(rows, locale)}</span>
      {items.length > 0 ? (
        <Menu label={t("valueActions", { value })} picture={<IconDots size={16} />} size={26} items={items} />
      ) : null}
      {isMapping ? (
        <MapDialog
          value={value}
          known={known.filter((one) => one !== value)}
          close={() => setMapping(false)}
          map={(to) => void map(to)}
        />
      ) : null}
    </li>
  );
}
