import classes from "./skeleton.module.css";

/** The place of what is on its way, in its size. */
export const Skeleton = ({
  height,
  width = "100%",
  label,
}: {
  height: number | string;
  width?: number | string;
  /** Read out, where a reader waits for it. */
  label?: string;
}) => (
  <div
    className={classes.skeleton}
    style={{ height, width }}
    data-skeleton
    {...(label ? { role: "status", "aria-label": label } : {})}
  />
);
