"use client";

import { useTranslations } from "next-intl";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./others.module.css";

const shown = 4;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();

/** Who else edits this draft now, and where they are. */
export function Others() {
  const t = useTranslations("editor");
  const { others } = useEditor();
  if (others.length === 0) return null;
  const words = others.map(({ person, place }) => {
    const node = decodeURIComponent(decodeURIComponent(place.slice(place.indexOf("/") + 1)));
    return node ? t("editsAt", { name: person.name, place: node }) : t("editsHere", { name: person.name });
  });
  return (
    <ul className={classes.others} aria-label={t("others")}>
      {others.slice(0, shown).map(({ person, place }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a person may have several tabs at one place
        <li key={`${person.name}:${place}:${index}`} className={classes.other} title={words[index]}>
          <span aria-hidden>{initials(person.name)}</span>
          <span className={classes.words}>{words[index]}</span>
        </li>
      ))}
      {others.length > shown ? <li className={classes.other}>+{others.length - shown}</li> : null}
    </ul>
  );
}
