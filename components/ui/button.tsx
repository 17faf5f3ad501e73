import type { ComponentProps, ReactNode } from "react";
import classes from "./button.module.css";
import { Link } from "./link.tsx";

export interface ButtonLook {
  /** Filled is a page's one main action. */
  readonly variant?: "filled" | "default" | "subtle";
  /** Red for what cannot be undone, grey for what should not draw the eye. */
  readonly color?: "red" | "gray";
  /** Compact inside lists and bars. */
  readonly size?: "normal" | "compact";
  readonly leftSection?: ReactNode;
  readonly fullWidth?: boolean;
}

type ButtonProps = ButtonLook & ComponentProps<"button"> & { readonly loading?: boolean };

const lookOf = ({ variant = "filled", color, size, fullWidth }: ButtonLook, className = "") =>
  [
    classes.button,
    classes[variant],
    color ? classes[color] : "",
    size === "compact" ? classes.compact : "",
    fullWidth ? classes.full : "",
    className,
  ].join(" ");

/** Does something here; what leads elsewhere is a `ButtonLink`. */
export function Button({
  variant,
  color,
  size,
  fullWidth,
  leftSection,
  loading = false,
  disabled,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      className={lookOf({ variant, color, size, fullWidth }, className)}
    >
      {loading ? <span className={classes.spinner} aria-hidden /> : leftSection}
      {children}
    </button>
  );
}

/** A link that looks like a button; a file to be saved is no page, so the router stays out of it. */
export function ButtonLink({
  variant,
  color,
  size,
  fullWidth,
  leftSection,
  className,
  children,
  href,
  ...rest
}: ButtonLook & Omit<ComponentProps<"a">, "href"> & { readonly href: string }) {
  const look = lookOf({ variant, color, size, fullWidth }, className);
  return rest.download === undefined ? (
    <Link {...rest} href={href} className={look}>
      {leftSection}
      {children}
    </Link>
  ) : (
    <a {...rest} href={href} className={look}>
      {leftSection}
      {children}
    </a>
  );
}
