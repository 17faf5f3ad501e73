"use client";

import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { Diagnostic } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import classes from "./inspector.module.css";
import { setSection } from "./section.tsx";
import { sectionOf } from "./section-of.ts";

/** Parts open a frame after they were asked to, and steps inside of them one more. */
const tries = 3;

/** Goes to the input at a problem's place, or the nearest one around it, opening what it is in. */
function showPlace(path: Diagnostic["path"], left = tries): void {
  setSection(sectionOf(path), true);
  for (let length = path.length; length > 0; length--) {
    const place = path.slice(0, length).join("/");
    const found = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(place)}"]`);
    if (!found) continue;
    if (found.getAttribute("aria-expanded") === "false") found.click();
    const target = found.matches("button")
      ? found
      : (found.querySelector<HTMLElement>("input, select, textarea, button") ?? found);
    found.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
    if (length === path.length) return;
    break;
  }
  if (left > 0) requestAnimationFrame(() => showPlace(path, left - 1));
}

/** Everything that is wrong with what is chosen; pressing one goes to its input. */
export function ProblemsHere({ problems }: { problems: readonly Diagnostic[] }) {
  const t = useTranslations("editor");
  const locale = useLocale() as Locale;
  if (problems.length === 0) return null;
  return (
    <ul className={classes.found} aria-label={t("problemCount", { count: problems.length })}>
      {problems.map((one, index) => {
        const Icon = one.severity === "error" ? IconCircleX : IconAlertTriangle;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be equal in all but order
          <li key={index}>
            <button type="button" className={classes.foundLine} onClick={() => showPlace(one.path)}>
              <Icon
                size={14}
                color={one.severity === "error" ? "var(--bad)" : "var(--warn)"}
                aria-label={t(one.severity === "error" ? "error" : "warning")}
              />
              <span>{one.message[locale]}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
