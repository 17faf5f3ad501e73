import type { ComponentProps } from "react";
import classes from "./button.module.css";

/** A picture to press: its name is read out and shown on hover. */
export function IconButton({
  label,
  size = 32,
  style,
  ...rest
}: { readonly label: string; readonly size?: number } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      {...rest}
      className={`${classes.button} ${classes.subtle} ${classes.gray} ${classes.icon}`}
      style={{ width: size, height: size, ...style }}
      aria-label={label}
      title={label}
    />
  );
}
