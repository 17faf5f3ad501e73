"use client";

import type { ReactNode } from "react";
import { LanguageSwitch } from "../shell/language-switch.tsx";
import { Mark } from "../shell/mark.tsx";
import { ThemeSwitch } from "../shell/theme-switch.tsx";
import classes from "./auth.module.css";

/** The frame of pages before sign-in: one panel, language and theme. */
export function AuthScreen({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className={classes.screen}>
      <div className={classes.bar}>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <main className={classes.panel}>
        <div className={classes.brand}>
          <Mark size={28} />
          ETL-Express
        </div>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
      </main>
    </div>
  );
}
