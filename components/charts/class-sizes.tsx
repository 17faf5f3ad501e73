"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatNumber } from "../ui/format.ts";
import { binClassSizes } from "./bin-class-sizes.ts";
import classes from "./charts.module.css";

const width = 560;
const height = 150;
const floor = 122;

/** How large the classes of people that look alike are, with the required k as a line: nothing may stand left of it. */
export function ClassSizes({
  sizes,
  requiredK,
  unit,
}: {
  sizes: readonly { readonly size: number; readonly classes: number }[];
  requiredK?: number;
  unit: "persons" | "rows";
}) {
  const locale = useLocale();
  const t = useTranslations("versions");
  const bins = binClassSizes(sizes, requiredK);
  const most = Math.max(1, ...bins.map((bin) => bin.classes));
  const step = width / Math.max(1, bins.length);
  const line = requiredK === undefined ? undefined : bins.findIndex((bin) => bin.from >= requiredK);
  const lineAt = line === undefined ? undefined : (line === -1 ? bins.length : line) * step;
  return (
    <figure className={classes.sizes} style={{ margin: 0 }}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t("classSizesLabel", {
          classes: sizes.reduce((sum, one) => sum + one.classes, 0),
          k: requiredK ?? 0,
        })}
      >
        <line x1="0" x2={width} y1={floor + 0.5} y2={floor + 0.5} stroke="var(--line-strong)" />
        {bins.map((bin, index) => {
          const tall = bin.classes === 0 ? 0 : Math.max(2, (bin.classes / most) * (floor - 22));
          const below = requiredK !== undefined && bin.from < requiredK;
          return (
            <g key={bin.from}>
              <rect
                x={index * step + 1}
                y={floor - tall}
                width={Math.max(1, step - 2)}
                height={tall}
                fill={below ? "var(--rejected)" : "var(--after)"}
                rx="1"
              >
                <title>{`${bin.label} · ${formatNumber(bin.classes, locale)}`}</title>
              </rect>
              <text x={index * step + step / 2} y={floor + 14} textAnchor="middle">
                {bin.label}
              </text>
              {bin.classes > 0 ? (
                <text x={index * step + step / 2} y={floor - tall - 4} textAnchor="middle">
                  {formatNumber(bin.classes, locale)}
                </text>
              ) : null}
            </g>
          );
        })}
        {lineAt === undefined ? null : (
          <g>
            <line
              x1={lineAt}
              x2={lineAt}
              y1="4"
              y2={floor}
              stroke="var(--bad)"
              strokeWidth="1.5"
              strokeDasharray="4 3"
            />
            <text className={classes.kText} x={lineAt + 5} y="12">
              k = {requiredK}
            </text>
          </g>
        )}
      </svg>
      <figcaption className={classes.axis} style={{ justifyContent: "center" }}>
        {t(unit === "persons" ? "classSizesInPersons" : "classSizesInRows")}
      </figcaption>
    </figure>
  );
}
