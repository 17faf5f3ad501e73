"use client";

import { IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useState } from "react";
import fieldClasses from "../../fields/field.module.css";
import { Field } from "../../fields/field.tsx";
import { TextArea } from "../../fields/text-area.tsx";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { itemsOf, linesOf, movedItem } from "./lines.ts";
import classes from "./rules.module.css";

/** Chips that a page draws well; longer lists are edited as lines. */
const mostChips = 60;

/** Several short texts in order: typed, pasted, moved by Alt and arrows or dragged; many of them as lines of a text. */
export function ListField({
  label,
  description,
  error,
  items,
  change,
  options,
  suggestions = [],
  mayBeEmpty = false,
  isDisabled = false,
  inputMode,
}: {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  items: readonly string[];
  change: (items: readonly string[]) => void;
  /** Where only these may stand: they are chosen, not typed. */
  options?: readonly { readonly value: string; readonly label: string }[] | undefined;
  /** What is offered while it is typed. */
  suggestions?: readonly string[] | undefined;
  /** An empty text may be one of them. */
  mayBeEmpty?: boolean;
  isDisabled?: boolean | undefined;
  inputMode?: "decimal" | "numeric" | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const offered = useId();
  const [typed, setTyped] = useState("");
  const [isLines, setLines] = useState(false);
  const rest = options?.filter(({ value }) => !items.includes(value)) ?? [];
  const nameOf = (item: string) =>
    options?.find(({ value }) => value === item)?.label ?? (item === "" ? t("emptyText") : item);
  const add = (more: readonly string[]) => {
    const fresh = more.filter((item, at) => !items.includes(item) && more.indexOf(item) === at);
    if (fresh.length > 0) change([...items, ...fresh]);
  };
  const addTyped = () => {
    if (typed.trim() !== "") add([typed.trim()]);
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    addTyped();
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    add(text.split(/[\r\n\t]+/).filter((item) => item !== ""));
  };
  if (isLines)
    return (
      <div>
        <LinesArea label={label} items={items} change={change} />
        <Button variant="subtle" size="compact" onClick={() => setLines(false)}>
          {t("asChips")}
        </Button>
      </div>
    );
  return (
    <Field label={label} description={description} error={error}>
      {(links) => (
        <>
          {items.length > 0 ? (
            <Chips items={items} nameOf={nameOf} change={change} isDisabled={isDisabled} />
          ) : null}
          {isDisabled ? null : options ? (
            <select
              {...links}
              className={`${fieldClasses.input} ${fieldClasses.small}`}
              value=""
              disabled={rest.length === 0}
              onChange={(event) => add([event.currentTarget.value])}
            >
              <option value="">{t("addOne")}</option>
              {rest.map((one) => (
                <option key={one.value} value={one.value}>
                  {one.label}
                </option>
              ))}
            </select>
          ) : (
            <input
              {...links}
              list={suggestions.length > 0 ? offered : undefined}
              className={`${fieldClasses.input} ${fieldClasses.small}`}
              value={typed}
              inputMode={inputMode}
              placeholder={t("addByEnter")}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onBlur={addTyped}
            />
          )}
          {suggestions.length > 0 ? (
            <datalist id={offered}>
              {suggestions.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          ) : null}
          {isDisabled || options ? null : (
            <span className={`${classes.tools} ${classes.words}`}>
              <Button variant="subtle" size="compact" onClick={() => setLines(true)}>
                {t("asLines")}
              </Button>
              {mayBeEmpty && !items.includes("") ? (
                <Button variant="subtle" size="compact" onClick={() => change(["", ...items])}>
                  {t("addEmptyText")}
                </Button>
              ) : null}
            </span>
          )}
        </>
      )}
    </Field>
  );
}

function Chips({
  items,
  nameOf,
  change,
  isDisabled,
}: {
  items: readonly string[];
  nameOf: (item: string) => string;
  change: (items: readonly string[]) => void;
  isDisabled: boolean;
}) {
  const t = useTranslations("editor.inspect");
  const [dragged, setDragged] = useState<number>();
  const remove = (at: number) => change(items.filter((_, other) => other !== at));
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>, at: number) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.code];
    if (event.altKey && step !== undefined) {
      event.preventDefault();
      change(movedItem(items, at, at + step));
    } else if (event.code === "Delete" || event.code === "Backspace") {
      event.preventDefault();
      remove(at);
    }
  };
  return (
    <ul className={classes.chips}>
      {items.slice(0, mostChips).map((item, at) => (
        <li
          key={item}
          className={classes.chip}
          draggable={!isDisabled}
          onDragStart={() => setDragged(at)}
          onDragOver={(event) => event.preventDefault()}
          onDragEnd={() => setDragged(undefined)}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged !== undefined) change(movedItem(items, dragged, at));
            setDragged(undefined);
          }}
        >
          <span className={classes.chipText}>{nameOf(item)}</span>
          {isDisabled ? null : (
            <IconButton
              label={t("removeItem", { item: nameOf(item) })}
              size={24}
              onClick={() => remove(at)}
              onKeyDown={(event) => onKeyDown(event, at)}
            >
              <IconX size={12} />
            </IconButton>
          )}
        </li>
      ))}
      {items.length > mostChips ? <li>{t("moreItems", { count: items.length - mostChips })}</li> : null}
    </ul>
  );
}

/** The whole list as text; taken over when it is left, so that a half-typed line is no item. */
function LinesArea({
  label,
  items,
  change,
}: {
  label: string;
  items: readonly string[];
  change: (items: readonly string[]) => void;
}) {
  const t = useTranslations("editor.inspect");
  const [text, setText] = useState(() => linesOf(items));
  return (
    <TextArea
      isMono
      label={label}
      description={t("linesHelp")}
      rows={6}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => change([...new Set(itemsOf(text))])}
    />
  );
}
