"use client";

import dynamic from "next/dynamic";

/** What a command has to know first. */
export type Ask =
  | { readonly kind: "add-tables" }
  | {
      readonly kind: "connect";
      readonly table: string;
      /** Two tables that somebody joined by dragging: who refers to whom is proposed by their names. */
      readonly other?: string | undefined;
      readonly column?: string | undefined;
    }
  | { readonly kind: "rename"; readonly table: string; readonly column?: string | undefined }
  | { readonly kind: "cleanse"; readonly table: string }
  | { readonly kind: "check"; readonly table: string };

export interface DialogProps<Kind extends Ask["kind"]> {
  readonly ask: Extract<Ask, { kind: Kind }>;
  readonly close: () => void;
}

const AddTables = dynamic(() => import("./add-tables-dialog.tsx"), { ssr: false });
const Connect = dynamic(() => import("./connect-dialog.tsx"), { ssr: false });
const Rename = dynamic(() => import("./rename-dialog.tsx"), { ssr: false });
const Cleanse = dynamic(() => import("./cleanse-dialog.tsx"), { ssr: false });
const Check = dynamic(() => import("./check-dialog.tsx"), { ssr: false });

/** The dialog of a command, loaded when it is first asked for. */
export function CommandDialog({ ask, close }: { ask: Ask; close: () => void }) {
  switch (ask.kind) {
    case "add-tables":
      return <AddTables ask={ask} close={close} />;
    case "connect":
      return <Connect ask={ask} close={close} />;
    case "rename":
      return <Rename ask={ask} close={close} />;
    case "cleanse":
      return <Cleanse ask={ask} close={close} />;
    case "check":
      return <Check ask={ask} close={close} />;
  }
}
