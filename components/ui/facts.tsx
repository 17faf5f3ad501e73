import type { ReactNode } from "react";
import classes from "./facts.module.css";

/** Names and values in two columns. */
export function Facts({
  items,
}: {
  items: readonly (
    | { readonly name: string; readonly value: ReactNode }
    | { readonly id: string; readonly name: ReactNode; readonly value: ReactNode }
  )[];
}) {
  return (
    <dl className={classes.facts}>
      {items.map((item) => (
        <div key={"id" in item ? item.id : item.name} style={{ display: "contents" }}>
          <dt>{item.name}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A few figures side by side: what to read first. */
export function Figures({
  items,
}: {
  items: readonly { readonly name: string; readonly value: ReactNode }[];
}) {
  return (
    <dl className={classes.row}>
      {items.map((item) => (
        <div key={item.name}>
          <dt>{item.name}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
