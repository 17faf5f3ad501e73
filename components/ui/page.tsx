import type { ReactNode } from "react";
import classes from "./page.module.css";

/** The frame of a page: title, one sentence, its actions (one of them primary), its content. */
export function Page({
  title,
  tags,
  lead,
  actions,
  children,
}: {
  title: ReactNode;
  tags?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.titles}>
          <h1 className={classes.title}>
            <span>{title}</span>
            {tags}
          </h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** A part of a page under a heading of its own. */
export function Section({
  title,
  hint,
  aside,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <h2 className={classes.sectionTitle}>
        {title}
        {hint ? <span className={classes.sectionHint}>{hint}</span> : null}
        {aside ? <span className={classes.spread}>{aside}</span> : null}
      </h2>
      {children}
    </section>
  );
}
