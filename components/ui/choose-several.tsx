"use client";

import { IconChevronDown } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useId, useRef } from "react";
import { TickField } from "../fields/tick-field.tsx";
import { Button } from "./button.tsx";
import classes from "./menu.module.css";

/** Which of a few values a list shows; none chosen means all. */
export function ChooseSeveral<Value extends string>({
  label,
  data,
  value,
  onChange,
  size = "normal",
  isQuiet = false,
}: {
  label: string;
  data: readonly { readonly value: Value; readonly label: string }[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
  size?: "normal" | "compact";
  /** The button names the list only: what is chosen is seen elsewhere. */
  isQuiet?: boolean;
}) {
  const t = useTranslations("common");
  const id = useId();
  const opener = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = opener.current?.getBoundingClientRect();
    if (!at || !panel.current) return;
    panel.current.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - 292))}px`;
    panel.current.style.top = `${at.bottom + 4}px`;
  };
  const chosen = data.filter((one) => value.includes(one.value)).map((one) => one.label);
  return (
    <div ref={opener}>
      <Button variant="default" size={size} popoverTarget={id}>
        {chosen.length === 0 || isQuiet
          ? label
          : `${label}: ${chosen.length < 3 ? chosen.join(", ") : t("chosen", { count: chosen.length })}`}
        <IconChevronDown size={14} aria-hidden />
      </Button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and a legend of its own */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="group"
        aria-label={label}
        className={classes.panel}
        onBeforeToggle={place}
      >
        {data.map((one) => (
          <TickField
            key={one.value}
            label={one.label}
            checked={value.includes(one.value)}
            onChange={(isOn) =>
              onChange(
                data
                  .map((other) => other.value)
                  .filter((other) => (other === one.value ? isOn : value.includes(other))),
              )
            }
          />
        ))}
        {value.length > 0 && !isQuiet ? (
          <Button variant="subtle" size="compact" fullWidth onClick={() => onChange([])}>
            {t("clear")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
