import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./tag.module.css";

export type Tone = "good" | "bad" | "warn" | "busy" | "idle";

export interface TagLook {
  readonly tone: Tone;
  readonly icon?: Icon;
  readonly spin?: boolean;
}

/** A word with an icon on a tinted ground: colour never speaks alone. */
export function Tag({ tone, icon: Picture, spin = false, children }: TagLook & { children: ReactNode }) {
  return (
    <span className={`${classes.tag} ${classes[tone]}`}>
      {Picture ? (
        <Picture size={13} stroke={2} aria-hidden className={spin ? classes.spin : undefined} />
      ) : null}
      {children}
    </span>
  );
}
