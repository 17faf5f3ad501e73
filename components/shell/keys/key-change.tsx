"use client";

import { IconPencil, IconRestore } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { IconButton } from "../../ui/icon-button.tsx";
import { KeyCaps } from "./key-caps.tsx";
import { takenBy, useKeymap, useKeymapChoice } from "./keymap.ts";
import classes from "./keys.module.css";
import { type ShortcutId, shortcuts } from "./shortcuts.ts";
import { isSingle, type Keys, strokeOf } from "./stroke.ts";

/** A second stroke may follow a letter that soon. */
const secondStroke = 900;

/** The keys of a shortcut, and others in their place: whatever is pressed next. */
export function KeyChange({ id, text }: { id: ShortcutId; text: string }) {
  const t = useTranslations("shell");
  const keymap = useKeymap();
  const { choose } = useKeymapChoice();
  const [isListening, setListening] = useState(false);
  const [pressed, setPressed] = useState<Keys>("");
  const [taken, setTaken] = useState<ShortcutId>();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  // What has the focus on a canvas sees one stroke at a time.
  const mayFollow = ["everywhere", "editor"].includes(shortcuts[id].scope);

  const end = (keys: Keys | undefined) => {
    window.clearTimeout(timer.current);
    setListening(false);
    setPressed("");
    if (keys === undefined) return;
    const other = takenBy(keymap, id, keys);
    setTaken(other);
    if (other === undefined) choose(id, shortcuts[id].keys.includes(keys) ? undefined : keys);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (!isListening) return;
    const stroke = strokeOf(event);
    if (stroke === "Tab" || stroke === "shift+Tab") return end(undefined);
    event.preventDefault();
    event.stopPropagation();
    if (stroke === undefined) return;
    if (stroke === "Escape") return end(undefined);
    const keys = pressed === "" ? stroke : `${pressed} ${stroke}`;
    window.clearTimeout(timer.current);
    if (pressed !== "" || !mayFollow || !isSingle(stroke)) return end(keys);
    setPressed(keys);
    timer.current = window.setTimeout(() => end(keys), secondStroke);
  };
  const otherText = (other: ShortcutId) => keymap.keysOf(other)[0] ?? "";
  return (
    <span className={classes.change}>
      {taken ? (
        <span role="alert" className={classes.taken}>
          {t("keysTaken")} <KeyCaps keys={otherText(taken)} />
        </span>
      ) : null}
      {isListening ? (
        <span className={classes.listening}>
          {pressed === "" ? t("pressKeys") : <KeyCaps keys={pressed} />}
        </span>
      ) : (
        keymap.shownKeysOf(id).map((keys) => <KeyCaps key={keys} keys={keys} />)
      )}
      {keymap.isChanged(id) && !isListening ? (
        <IconButton
          label={t("keyAsBefore", { action: text })}
          size={24}
          onClick={() => choose(id, undefined)}
        >
          <IconRestore size={14} />
        </IconButton>
      ) : null}
      <IconButton
        label={t("changeKey", { action: text })}
        size={24}
        aria-pressed={isListening}
        onClick={() => {
          setTaken(undefined);
          setListening(!isListening);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => isListening && end(undefined)}
      >
        <IconPencil size={14} />
      </IconButton>
    </span>
  );
}
