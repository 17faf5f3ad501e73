import classes from "./progress.module.css";

/** How far something is, in percent. */
export const Progress = ({ value, label }: { value: number; label: string }) => (
  <div
    className={classes.track}
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(value)}
  >
    <div style={{ width: `${value}%` }} />
  </div>
);
